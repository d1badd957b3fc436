"""The texts that several pages share, and the speaker that says a text in one language."""
