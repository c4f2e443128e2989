"""GitHub's REST interface, and nothing of it further in."""
