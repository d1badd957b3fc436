"""One region seen against the country: footprint, coverage, what the other cities let one expect."""
