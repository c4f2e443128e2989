"""The outside, by what it is: Git, forges, the printer, the site builder, disk and clock.

No decisions.
"""
