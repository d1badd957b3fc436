"""What the other lines of the firms here let expect: by hand, against a naive sum, all cities at once as each alone."""

from __future__ import annotations

import numpy as np
import pytest

from graph.measures.columns import MemberColumns
from graph.measures.network import Network
from graph.model.records import MICRO
from graph.model.regions import Regions
from graph.region.country import Country
from graph.region.other_lines import FEW, other_lines, other_lines_everywhere

HOME, AWAY = "410700", "440300"


@pytest.fixture
def of(make, regions: Regions):
    """A country of one chain in which each (firm, segment, city) given is one sure membership."""

    def build(*rows: tuple[str, str, str]) -> Country:
        members = [make.member(firm, f"toy.{segment}", city) for firm, segment, city in rows]
        return Country.of(MemberColumns.of(members), Network((make.line(),)), regions)

    return build


def naive(country: Country, city: str) -> np.ndarray:
    """The sum as its docstring has it, firm by firm; for a country without plants outside the seat."""
    size = len(country.network.ids)
    sure = np.zeros((len(country.columns.firms), size))
    sure[country.columns.firm, country.segment] = country.sure / MICRO
    here = country.part(city) > 0
    elsewhere, local = sure[~here], sure[here]
    share = (elsewhere.T @ elsewhere) / (elsewhere.sum(axis=0) + FEW)[:, None]
    np.fill_diagonal(share, 0.0)
    return local.sum(axis=0) @ share


def test_by_hand(of) -> None:
    """Elsewhere three make ore, two of them powder too: of each ore maker 2 / (3 + 2) of a powder maker is expected,
    and there are two here. What the firms here do themselves does not count."""
    away = [("a", "ore", AWAY), ("a", "powder", AWAY), ("b", "ore", AWAY), ("b", "powder", AWAY), ("c", "ore", AWAY)]
    here = [("x", "ore", HOME), ("y", "ore", HOME), ("y", "powder", HOME)]
    country = of(*away, *here)
    found = dict(zip(country.network.ids, other_lines(country, HOME), strict=True))
    assert found["toy.powder"] == pytest.approx(2 * 2 / (3 + FEW))
    assert found["toy.ore"] == pytest.approx(1 * 2 / (2 + FEW))  # the powder maker's other line
    assert found["toy.car"] == 0


def test_hiding_a_segment_keeps_its_own_number_and_raises_no_other(of) -> None:
    away = [(f, s, AWAY) for f in "abc" for s in ("ore", "powder", "cell")]
    country = of(*away, ("x", "ore", HOME), ("x", "powder", HOME), ("y", "cell", HOME))
    before, row = other_lines(country, HOME), country.network.row["toy.powder"]
    after = other_lines(country.without(HOME, ["toy.powder"]), HOME)
    assert after[row] == pytest.approx(before[row])
    assert (after <= before + 1e-9).all()
    assert (after < before - 1e-6).any()


def test_every_city_as_each_alone(random_country) -> None:
    _, country = random_country
    found = other_lines_everywhere(country)
    for j, city in enumerate(country.cities):
        assert found[:, j] == pytest.approx(other_lines(country, city), abs=1e-9), city
    assert (found > 0).sum() > 20


def test_a_county_leaves_its_city_out_of_what_is_elsewhere(of) -> None:
    """The firms of the rest of the city are neither here nor elsewhere."""
    rest = [("m", "ore", "410711"), ("m", "powder", "410711")]
    away = [("a", "ore", AWAY), ("a", "powder", AWAY), ("b", "ore", AWAY)]
    with_rest, alone = (of(*away, *more, ("x", "ore", "410721")) for more in (rest, []))
    assert other_lines(with_rest, "410721") == pytest.approx(other_lines(alone, "410721"))
    assert other_lines(alone, "410721") == pytest.approx(naive(alone, "410721"))
