"""What was taken in as files and as words."""
