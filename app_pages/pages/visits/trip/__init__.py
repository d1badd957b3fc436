"""拜访 · 行程: a trip asked for, planned, changed by hand and drawn on a map."""
