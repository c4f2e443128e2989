"""The forges behind the port `signoff.forge`, a folder each."""
