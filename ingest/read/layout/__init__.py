"""Where in a sheet the tables stand: titles, headings of one row or three, rows, totals, notes, sections."""
