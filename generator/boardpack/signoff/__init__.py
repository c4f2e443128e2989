"""Sign-off: what is signed, who may sign it, and whether it still holds."""
