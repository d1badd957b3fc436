"""After a visit: commitments, and facts learnt on their way into the graph."""
