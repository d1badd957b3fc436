"""The learned model of (firm, segment) and of roles: features, scores, file, training."""
