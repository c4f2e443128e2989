"""From staged pages to a finished site."""
