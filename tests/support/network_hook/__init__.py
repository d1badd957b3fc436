"""See `sitecustomize`."""

from pathlib import Path

HOOK = Path(__file__).parent  # to be put first on PYTHONPATH
