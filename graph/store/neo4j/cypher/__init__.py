"""All Cypher of liantu. Values travel as parameters only; labels and types come from the closed sets in `labels`."""
