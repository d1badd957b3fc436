"""A country of random firms, whose arrays are compared with plain sums over the records."""

from __future__ import annotations

import numpy as np
import pytest

from graph.measures.columns import MemberColumns
from graph.measures.network import Network
from graph.model.regions import Regions
from graph.region.country import Country

CITIES = ("410700", "410100", "410500", "440300", "110000", "320500", "310000", "130100")
COUNTIES = {"410700": "410783", "410100": "410184", "110000": "110105"}


@pytest.fixture(scope="module")
def random_country(make, regions: Regions):
    """Sixty firms at random in eight cities, counties and plants among them, in two chains."""
    rng = np.random.default_rng(11)
    chains = (make.line(), make.line("other", ("a", "b", "c")))
    segments = [s.id for c in chains for s in c.segments]
    members = []
    for f in range(60):
        seat = CITIES[rng.integers(len(CITIES))]
        seat = COUNTIES.get(seat, seat) if rng.random() < 0.4 else seat
        sites = tuple(sorted({CITIES[k] for k in rng.integers(0, 8, rng.integers(0, 3))}))
        size = float(rng.integers(1, 9))
        for s in rng.choice(segments, rng.integers(1, 4), replace=False):
            members.append(make.member(f"f{f:02}", str(s), seat, size, float(rng.integers(3, 10)) / 10, sites))
    members.sort(key=lambda m: (m.firm_id, m.segment_id))
    return members, Country.of(MemberColumns.of(members), Network(chains), regions)
