"""A load into the graph on a server: the batch, its chunks, the writing thread, the right to write, the tidying up."""
