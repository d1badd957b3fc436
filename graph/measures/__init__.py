"""Arrays in, arrays out: formulas of the measures, the network of chains as matrices. Knows no store."""
