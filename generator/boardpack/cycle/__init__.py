"""What the month and the week ask for, worked out from a moment that is passed in.

No clock, no post.
"""
