"""The forges behind the port `signoff.forge`: a folder each, and a line in `table`."""
