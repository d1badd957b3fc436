"""Target firms for a gap: encoders, retrieval, ranking, explanation."""
