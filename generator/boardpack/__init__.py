"""Checked, signed-off and versioned report packs from Markdown narratives and CSV data."""

from __future__ import annotations

__version__ = "0.1.0"
