"""What the maps are made of."""
