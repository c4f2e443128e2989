"""Meetings and papers for other systems, as OParl 1.1 has them."""
