"""Text to vectors, behind one protocol, cached by text and model."""
