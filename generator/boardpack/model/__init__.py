"""Frozen values: what a directorate has, writes and counts; nothing here reads or judges."""
