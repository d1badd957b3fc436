"""`chance`: how much precedent and ground there is for a project of each segment here, red lines first."""

from __future__ import annotations

from typing import Literal

import numpy as np

from graph.chance.red_lines import RedLines
from graph.measures.formulas import Floats
from graph.measures.network import Network

Level = Literal["precedent", "few", "none"]
ENOUGH = 5  # projects and bases from which there is precedent; below it is 先例少


def without_warned(network: Network, projects: Floats, red_lines: RedLines) -> Floats:
    """(S,) the projects that may speak for a segment: where the whole segment is warned of, none does, since what grew
    there is what the warning is about."""
    warned = np.array([bool(red_lines.caught(s)) for s in network.ids], dtype=bool)
    return np.where(warned, 0.0, projects)


def level_of(count: int) -> Level:
    """有先例, 先例少 or 无先例."""
    return "none" if count == 0 else ("few" if count < ENOUGH else "precedent")
