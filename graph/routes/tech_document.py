"""Makes the document of 技术路线图: a chain's routes with the firms on them, the institutes near, and the risks.

A firm stands on a route where its own texts name it (`graph.routes.standing`); whoever else works in the segment is
left unplaced. A route falls where its trend is falling or it is declining.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from graph.gaps.documents.shapes import LaneDocument
from graph.model.records import Chain, Firm, Institution, Segment, Technology
from graph.model.regions import Regions
from graph.model.text import firm_ref
from graph.model.words import TIER
from graph.region.footprint import Footprint
from graph.routes.route_words import BY_NAME_ALONE, RouteWords
from graph.routes.shapes import (
    InstituteDocument,
    Maturity,
    RiskDocument,
    RouteDocument,
    RouteSegment,
    Standing,
    TechMap,
    Trend,
)
from graph.routes.standing import Named, RoutesOf, Said

Ride = Callable[[str], tuple[int, str] | None]  # a region code → minutes and mode from here, None where not known
Texts = Callable[[str], Sequence[Said]]  # a firm's id → its own texts
# Whose field is a segment: those that research it. Associations do not.
RESEARCHES = ("key_laboratory", "engineering_centre", "institute", "university")
TESTS = ("检验", "检测", "质检")  # in the name of a body that tests


@dataclass(frozen=True)
class Known:
    """What the document is made of beside the chain: the region, firms by id, their texts, institutions, rides."""

    foot: Footprint
    regions: Regions
    firms: Mapping[str, Firm]
    texts: Texts
    ride: Ride
    institutions: Sequence[Institution] = ()
    words: RouteWords = field(default=BY_NAME_ALONE)


def members_of(chain: Chain, foot: Footprint) -> list[str]:
    """The ids of all firms that count in a segment with routes, here or elsewhere, and of the local ones of the
    others."""
    ids: set[str] = set()
    for s in chain.segments:
        ids.update(f for f, _ in foot.by_segment.get(s.id, ()))
        if s.techs:
            ids.update(f for f, _ in foot.candidates.get(s.id, ()))
    return sorted(ids)


def tech_map(chain: Chain, known: Known) -> TechMap:
    """The routes of a chain as seen from the region of `known.foot`."""
    lanes = _lanes(chain)
    segments: list[RouteSegment] = []
    routes: list[RouteDocument] = []
    local: set[str] = set()
    placed: set[str] = set()
    for s in chain.segments:
        if s.demand:
            continue
        row, own = _segment(s, known, s.lane if chain.lanes else s.tier)
        segments.append(row)
        routes += own
        local.update(f for f, _ in known.foot.by_segment.get(s.id, ()))
        placed.update(f["id"] for r in own for f in r["standing"] if f["local"])
    return {
        "chain": chain.id,
        "chain_name": chain.name,
        "chain_name_en": chain.name_en,
        "region": known.foot.region,
        "region_name": known.regions.full_name(known.foot.region),
        "place": known.regions.name(known.foot.region),
        "lanes": lanes,
        "segments": segments,
        "routes": routes,
        "risks": _risks(routes),
        "local_firms": len(local),
        "placed_firms": len(placed),
    }


def _lanes(chain: Chain) -> list[LaneDocument]:
    """The sub-chains; the tiers where the chain names none."""
    if chain.lanes:
        return [{"id": x.id, "name": x.name, "name_en": x.name_en} for x in chain.lanes]
    return [{"id": t, "name": w["zh"], "name_en": w["en"]} for t, w in TIER.items()]


def _segment(s: Segment, known: Known, lane: str) -> tuple[RouteSegment, list[RouteDocument]]:
    here = [f for f, _ in known.foot.by_segment.get(s.id, ()) if f in known.firms]
    there = [f for f, _ in known.foot.candidates.get(s.id, ()) if f in known.firms] if s.techs else []
    looked = RoutesOf(s, known.words)
    named = {f: looked.named(known.texts(f)) for f in (*here, *there)} if s.techs else {}
    at_home = set(here)
    order = sorted(named, key=lambda f: (-known.firms[f].size, f))
    routes: list[RouteDocument] = []
    for tech in s.techs:
        on_it = [_standing(known, f, named[f][tech.name], f in at_home) for f in order if tech.name in named[f]]
        routes.append(_route(s, tech, lane, on_it, known.words))
    row: RouteSegment = {
        "id": s.id,
        "name": s.name,
        "name_en": s.name_en,
        "lane": lane,
        "description": s.description,
        "routes": [r["id"] for r in routes],
        "local": len(here),
        "unplaced": [firm_ref(known.firms[f], known.regions) for f in here if not named.get(f)],
        "institutes": _institutes(s, known),
    }
    return row, routes


def _standing(known: Known, firm: str, named: Named, local: bool) -> Standing:
    return {
        **firm_ref(known.firms[firm], known.regions),
        "seat": known.firms[firm].region,
        "local": local,
        "word": named.word,
        "text": named.said.text,
        "kind": named.said.kind,
        "source": named.said.source,
        "as_of": named.said.as_of,
    }


def falls(tech: Technology) -> bool:
    """Does the route go down?"""
    return tech.trend == "falling" or tech.maturity == "declining"


def _route(s: Segment, tech: Technology, lane: str, on_it: list[Standing], words: RouteWords) -> RouteDocument:
    others = {t.name for t in s.techs}
    told = [n for n in words.gives_way_to(s.id, tech.name) if n in others]
    rising = [t.name for t in s.techs if t.trend == "rising"] if falls(tech) else []
    return {
        "id": f"{s.id}:{tech.name}",
        "name": tech.name,
        "segment": s.id,
        "segment_name": s.name,
        "segment_name_en": s.name_en,
        "lane": lane,
        "maturity": cast("Maturity", tech.maturity),
        "trend": cast("Trend", tech.trend),
        "falls": falls(tech),
        "standing": on_it,
        "gives_way_to": told or rising,
        "told": bool(told),
    }


def _institutes(s: Segment, known: Known) -> list[InstituteDocument]:
    """Who researches the segment, the nearest first, those that test rather than research behind the others of their
    city; those without a position last."""
    rows: list[InstituteDocument] = []
    for i in known.institutions:
        if s.id not in i.segments or i.kind not in RESEARCHES:
            continue
        ride = known.ride(i.region)
        rows.append(
            {
                "id": i.id,
                "name": i.name,
                "name_en": i.name_en,
                "kind": i.kind,
                "region": i.region,
                "city": known.regions.name(known.regions.city_of(i.region) or i.region),
                "minutes": ride[0] if ride else None,
                "mode": ride[1] if ride else "",
                "checked": i.verified,
                "source": i.source,
                "as_of": i.as_of,
            }
        )
    far = 10**6
    return sorted(
        rows,
        key=lambda i: (
            far if i["minutes"] is None else i["minutes"],
            tests(i),
            RESEARCHES.index(i["kind"]),
            i["name"],
        ),
    )


def tests(row: InstituteDocument) -> bool:
    """Is it a body that tests, by its name?"""
    return any(word in row["name"] for word in TESTS)


def _risks(routes: Sequence[RouteDocument]) -> list[RiskDocument]:
    """The falling routes with local firms, most firms first; of as many, the one whose firms are larger."""
    by_segment: dict[str, list[RouteDocument]] = {}
    for r in routes:
        by_segment.setdefault(r["segment"], []).append(r)
    rows: list[RiskDocument] = []
    for r in routes:
        firms = [f for f in r["standing"] if f["local"]]
        if r["falls"] and firms:
            ahead = _ahead(r, by_segment[r["segment"]])
            rows.append({"route": r["id"], "firms": firms, "moving": [f["id"] for f in firms if f["id"] in ahead]})
    return sorted(rows, key=lambda k: -len(k["firms"]))


def _ahead(route: RouteDocument, beside: Iterable[RouteDocument]) -> set[str]:
    """The firms of a segment on what takes the route's place, or on any of its rising routes."""
    return {
        f["id"]
        for r in beside
        if r["id"] != route["id"]
        and (r["name"] in route["gives_way_to"] or (r["trend"] == "rising" and not r["falls"]))
        for f in r["standing"]
    }
