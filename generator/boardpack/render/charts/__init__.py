"""Charts: one file a kind, each drawing its figure as lean SVG and as a Plotly figure."""
