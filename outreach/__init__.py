"""What goes out of the house: target workbooks, visits, briefs, reports."""
