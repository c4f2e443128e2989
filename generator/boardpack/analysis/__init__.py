"""Pure figures: from what was read to what is shown, judged and signed."""
