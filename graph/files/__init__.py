"""Files that go out: written whole or not at all, with nothing in them that a spreadsheet would run."""
