"""The print documents of an edition."""
