"""What to do first: need and chance together, in groups; red lines before any score."""
