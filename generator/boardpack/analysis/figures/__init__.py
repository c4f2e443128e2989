"""What a chart shows, as values: drawn by `render.charts`."""
