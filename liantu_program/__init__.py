"""Starts liantu: in a checkout from the folders beside this one, in an installed wheel from those inside it.

liantu's packages have plain names (`graph`, `ingest`, `commands`). A wheel that put them into site-packages could meet
another program's, so it keeps them in this package, and only a process that runs liantu sees them.
"""

from __future__ import annotations

import sys
from pathlib import Path

__version__ = "0.1.0"  # the one place: pyproject.toml and `liantu --version` read it here
HERE = Path(__file__).resolve().parent


def home(here: Path = HERE) -> Path:
    """The folder that holds liantu's packages: this one in a wheel, the one above in a checkout."""
    return here if (here / "graph").is_dir() else here.parent


def main() -> None:
    """The command `liantu`."""
    place = str(home())
    if place not in sys.path:
        sys.path.insert(0, place)
    from liantu import main as run

    run()
