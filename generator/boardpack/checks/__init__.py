"""Judging: each rule is a code, a title and a short function; its docstring says what to do.

To add a rule, add a function here and its tests; nothing else needs to know.
"""
