"""What the lint asks of the chains: one subject a module."""
