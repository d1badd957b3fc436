"""排行程: what is asked, the plan on a board and on a map, and changing it by hand."""
