"""The outside: disk, git, terminal and clock. Nothing else touches them."""
