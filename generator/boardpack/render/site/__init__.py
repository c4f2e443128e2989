"""The pages of an edition and of the published site, a module for each kind of page."""
