"""可招性: should a segment be recruited at all, apart from whether it is missing.

Five questions, each answered yes, no or not known: is there the deposit, port or climate that it cannot do without
(`graph.model.places.sites`); is it made in strength within two hours' reach and light enough to come from there; is the
smallest usual plant larger than what local buyers ask for; do the parks of the region shut it out by energy,
environment or land. What is not known stays not known (待核) and never becomes a no. What firms buy is no measure of a
trade that sells to residents, visitors or farmers (`siting.market`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from graph.gaps.kinds_and_scores import ARGUMENT, STRONG
from graph.gaps.market.local_need import EQUAL
from graph.measures import formulas
from graph.measures.network import least_sales
from graph.model.places.sites import Sites
from graph.model.records import Park, Segment
from graph.model.vocabulary import (
    ChemicalPark,
    Energy,
    Environment,
    EnvironmentNeed,
    NaturalResource,
    Use,
    read,
    scarce,
)
from graph.region.footprint import Footprint

if TYPE_CHECKING:
    from graph.gaps.documents.shapes import Answer, RecruitFigures

NOTHING_KNOWN = Sites()
REACH_KM = 160.0  # two hours: 100 km/h on the motorway, roads a quarter longer than the straight line
AMPLE = 3 * STRONG  # units within reach at which a buyer here can choose between suppliers there
# Industries of GB/T 4754-2017 (by the first digits of their code, the longest counts) whose goods are heavy or bulky
# for their price, or spoil, and are seldom hauled far, with the distance in km up to which they usually are (estimates,
# to be replaced by the office's own). Of division 30 only cement, building materials and glass: graphite, abrasives and
# glass fibre are sent all over the country.
SHORT_HAUL_KM = {
    "13": 300,
    "14": 400,
    "15": 300,
    "22": 200,
    "301": 150,
    "302": 150,
    "303": 150,
    "304": 300,
    "3034": 400,
    "3055": 300,
    "31": 400,
    "08": 300,
    "09": 300,
    "10": 150,
    "443": 0,
}
# Services, building and growing are done where they are used; nobody ships them. But software, data, research and
# content reach their customers anywhere, power by the grid too, and what is recovered from waste (42) is goods.
GRID = ("441", "442")  # power made and sent: what a city uses comes from wherever it is made
GROWING = ("01", "02", "03", "04", "05", "511", "595")  # and what is bought up from the fields
RAILWAY = ("53",)  # run by the state
RECOVERY = ("42", "772")  # lives on the waste that it gets, not on who buys what comes out
ENDOWMENT = ("786", "884")  # landscape and monuments, which a place has or has not
ON_THE_SPOT = ("01", "02", "03", "04", "05", "43", "44", "45", "46", "47", "48", "49", "5", "6", "7", "8", "9")
ANYWHERE = (*GRID, "64", "65", "73", "748", "75", "86", "87")
PROOF = 1.0  # units: one medium firm that does it here shows that it can be done here
_ONLY_DEAR = (NaturalResource.CHEAP_POWER,)  # power can be had everywhere, at a price
_REGISTERED_ELSEWHERE = (NaturalResource.SEAPORT, NaturalResource.WATERWAY, NaturalResource.AIRPORT)
_HARD_ON_ENVIRONMENT = (EnvironmentNeed.SENSITIVE, EnvironmentNeed.CHEMICAL_PARK)
_NO_CHEMICAL_PARK = {ChemicalPark.YES: False, ChemicalPark.NO: True, ChemicalPark.UNKNOWN: None}


@dataclass(frozen=True)
class Recruit:
    """answer; reason: code of the sentence; figures: what it rests on, None where not known."""

    answer: Answer
    reason: str
    figures: RecruitFigures


def haul_km(segment: Segment) -> float | None:
    """How far the segment's goods usually travel, in km: infinite for light goods, 0 for what is done on the spot,
    None where the catalogue names no industry."""
    if not segment.gbt4754:
        return None
    made = [code for code in segment.gbt4754 if "13" <= code[:2] <= "42"]  # goods, also where somebody repairs them
    return min(_haul_of(code) for code in made or segment.gbt4754)


def _haul_of(code: str) -> float:
    for digits in range(len(code), 1, -1):
        if code[:digits] in SHORT_HAUL_KM:
            return float(SHORT_HAUL_KM[code[:digits]])
    return 0.0 if code.startswith(ON_THE_SPOT) and not code.startswith(ANYWHERE) else np.inf


def barred(segment: Segment, parks: Sequence[Park]) -> bool | None:
    """Is the segment shut out of every park of the region? None where a limit that decides it is not known.

    A park whose energy or environmental capacity is scarce (`graph.model.vocabulary.scarce`) bars what needs much power
    or is hard on the environment; what needs a chemical park (化工园区) may only stand in one; land too small for the
    smallest project bars it too.
    """
    site = segment.siting
    hard = site.get("environment") in _HARD_ON_ENVIRONMENT
    hungry = site.get("power") == Use.HIGH
    answers: set[bool | None] = set()
    for park in parks:
        conditions = _conditions(park.energy, park.environment, park.chemical_park)
        limits: list[bool | None] = []
        if site.get("environment") == EnvironmentNeed.CHEMICAL_PARK:
            limits.append(conditions.no_chemicals)
        if hungry:
            limits.append(conditions.little_energy)
        if hard:
            limits.append(conditions.little_room)
        land = site.get("land_mu")
        if land and park.land_mu is not None:
            limits.append(park.land_mu < land[0])
        answers.add(True if True in limits else None if None in limits else False)
    if False in answers:
        return False
    if not answers or None in answers:
        return None if hungry or hard or not site else False
    return True


@dataclass(frozen=True)
class _Conditions:
    """What keeps projects out of a park; None where it is not known."""

    little_energy: bool | None
    little_room: bool | None
    no_chemicals: bool | None


@lru_cache(maxsize=1024)  # every segment is held against every park
def _conditions(energy: str, environment: str, chemical_park: str) -> _Conditions:
    return _Conditions(
        scarce(read(Energy, energy)),
        scarce(read(Environment, environment)),
        _NO_CHEMICAL_PARK[read(ChemicalPark, chemical_park)],
    )


def lacking(segment: Segment, strength: float, sites: Sites = NOTHING_KNOWN, region: str = "") -> dict[str, bool]:
    """The natural resources that a project needs and the region is not known to have: True for one that it is known to
    lack, False for one of which nothing is known.

    strength: of the segment here, in units. Who works here already shows that the place has what the work needs; of a
    port that proves nothing, since shippers are registered far from the water.
    """
    out: dict[str, bool] = {}
    for r in segment.siting.get("resource", []):
        if strength < PROOF or r in _REGISTERED_ELSEWHERE:
            has = sites.has(region, r, segment.id)
            if not has:
                out[r] = has is False
    return out


def is_service(segment: Segment) -> bool:
    """Is it no goods, so that what it sells in a year is no output?"""
    codes = segment.gbt4754
    return bool(codes) and all(code >= "43" and not code.startswith(GRID) for code in codes)


def is_recovery(codes: Sequence[str]) -> bool:
    """Does a trade live on the waste that it gets?"""
    return bool(codes) and codes[0].startswith(RECOVERY)


def is_grown(codes: Sequence[str]) -> bool:
    """Is it field work, so that more land and herds extend it, and no plant?"""
    return bool(codes) and all(code.startswith(GROWING) for code in codes)


def within_reach(footprint: Footprint) -> formulas.Floats:
    """(S,) strength in the other cities within `REACH_KM`, in units."""
    country = footprint.country
    near = (country.distances(footprint.region) <= REACH_KM) & ~country.overlapping(footprint.region)
    return np.asarray(country.strength[:, near].sum(axis=1) / 1_000_000)


def demand_yi(footprint: Footprint) -> formulas.Floats:
    """(S,) what the local firms buy of each segment in a year, 亿元: Σ share of cost × their thought sales."""
    return np.asarray(footprint.network.spent @ footprint.revenue)


def _apart(spec: Segment, figures: RecruitFigures, lacks: Sequence[str]) -> tuple[Answer, str] | None:
    """The answer and its reason where they do not hang on what is needed here; None where they do."""
    if figures["barred"]:
        return ("unsuitable", "parks")
    if spec.siting.get("captive", False):
        return ("unsuitable", "captive")
    if spec.gbt4754 and all(code.startswith(GRID) for code in spec.gbt4754):
        return ("nearby", "grid")
    if spec.gbt4754 and spec.gbt4754[0].startswith(RAILWAY):
        return ("nearby", "railway")
    if spec.gbt4754 and all(code.startswith(ENDOWMENT) for code in spec.gbt4754):
        return ("check", "endowment")
    if [r for r in lacks if r not in _ONLY_DEAR]:
        return ("unsuitable", "resource_lacking")
    if spec.siting.get("everywhere", False):
        return ("check", "everywhere")
    return None


def recruit(
    footprint: Footprint, segment: str, parks: Collection[Park], reach: formulas.Floats, demand: formulas.Floats
) -> Recruit:
    """The answer for one segment, the plainest reason first. reach, demand: see `within_reach`, `demand_yi`."""
    spec, i = footprint.network.segments[segment], footprint.network.row[segment]
    there = sorted(parks, key=lambda p: p.id)
    haul, shut = haul_km(spec), barred(spec, there)
    scale = least_sales(spec)
    supply, wanted, regions = float(reach[i]), float(demand[i]), footprint.country.regions
    market = spec.siting.get("market", [])
    absent = lacking(spec, float(footprint.x[i]), regions.sites, footprint.region)
    # Who does it here, however little, has found what it needs: that speaks against the table.
    lacks = [r for r, surely in absent.items() if surely and (footprint.x[i] <= 0 or r in _REGISTERED_ELSEWHERE)]
    figures: RecruitFigures = {
        "parks": len(there),
        "barred": shut,
        "haul_km": None if haul is None or np.isinf(haul) else haul,
        "light": None if haul is None else bool(haul >= REACH_KM),
        "supply_nearby": supply,
        "least_sales_yi": scale,
        "local_demand_yi": wanted,
        "local_demand_low_yi": wanted,
        "local_demand_high_yi": wanted,
        "supplied": False,
        "resource": lacks or list(absent),
        "region": regions.name(footprint.region),
        "region_en": regions.name_en(footprint.region),
        "wide": bool(spec.siting.get("wide", False)),
        "on_the_spot": haul == 0,
        "market": list(market),
        "strict": spec.siting.get("environment") in _HARD_ON_ENVIRONMENT,
        "service": is_service(spec),
        "barriers": list(spec.barriers),
    }
    if apart := _apart(spec, figures, lacks):
        return Recruit(*apart, figures)
    return _weighed(spec, figures, haul, resource_unknown=bool(absent and not lacks), power_dear=bool(lacks))


def _weighed(
    spec: Segment, figures: RecruitFigures, haul: float | None, resource_unknown: bool, power_dear: bool
) -> Recruit:
    """Where nothing else decides: by what the place needs, what the neighbours have, and how far the goods travel."""
    scale, wanted, supply = figures["least_sales_yi"], figures["local_demand_yi"], figures["supply_nearby"]
    shut, market = figures["barred"], figures["market"]
    too_small = scale is not None and wanted < EQUAL * scale
    light = haul is not None and haul >= REACH_KM
    if light and supply >= AMPLE and too_small and not market:
        return Recruit("nearby", "nearby", figures)
    if resource_unknown:
        return Recruit("check", "resource_unknown", figures)
    if is_grown(spec.gbt4754):
        return Recruit("check", "grown", figures)
    if market and too_small:
        # What firms buy is the smaller part of such a market, and says nothing of whether it would bear a plant.
        return Recruit("recruit", "final_goods", figures) if light else Recruit("check", "final_market", figures)
    # A plant too large for a product that stays nearby is unsuitable whatever the parks allow.
    if scale is not None and haul is not None and too_small and not light and wanted < scale / 3:
        return Recruit("unsuitable", "scale", figures)
    if scale is not None and wanted < ARGUMENT * scale and is_recovery(spec.gbt4754):
        return Recruit("check", "recovery", figures)
    if scale is not None and haul is not None and wanted < ARGUMENT * scale:
        return Recruit("check" if shut is None else "recruit", "far_market", figures)
    if power_dear:
        return Recruit("check", "power_dear", figures)
    if shut is None:
        return Recruit("check", "limits_unknown", figures)
    # What travels far and is scarce nearby is worth recruiting for whatever its minimum scale is.
    if scale is None and light and supply < AMPLE:
        return Recruit("recruit", "scarce_nearby", figures)
    if scale is None or haul is None:
        return Recruit("check", "siting_unknown", figures)
    if not too_small:
        return Recruit("recruit", "local_market", figures)
    return Recruit("recruit", "wider_market", figures)
