"""技术路线: who stands on which technology route of a chain, and what that puts at risk."""
