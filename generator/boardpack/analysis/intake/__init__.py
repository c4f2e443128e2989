"""What arrives, as it comes, to the tidy rows of a dataset: pure functions on grids of cells."""
