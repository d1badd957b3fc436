"""Teaching the model of assignment: labels, lessons, measures."""
