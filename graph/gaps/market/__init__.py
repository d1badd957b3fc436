"""Where in the country a segment is bought: what certificates say of one region, said of every place."""
