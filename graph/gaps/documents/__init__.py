"""Gaps and plans as documents: what `--json` prints and the pages show."""
