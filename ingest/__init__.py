"""From files to the graph: reading, normalising, resolving firms, assigning them to segments, loading."""
