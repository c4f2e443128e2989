"""What a section shows of one dataset for one service: a module for each kind, one protocol."""
