"""Real Git, asked through its command line."""
