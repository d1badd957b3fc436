"""Cells → values: amounts of money, counts, dates, codes, names, states, places. Pure; what is doubtful says so."""
