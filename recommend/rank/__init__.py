"""Weighing a firm for a region and a segment: features, weights, exclusions. Knows no store."""
