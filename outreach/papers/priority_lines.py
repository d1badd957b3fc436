"""What the one page says of a segment to go for: who wants it here, who moves, what it hangs on, who is in charge, and
the step of this week."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from graph.chance.ground import FEATURES
from graph.gaps.priorities.shapes import PriorityRow
from graph.model.records import Capacity, Firm, Park, Project, Site
from graph.model.regions import Regions
from graph.model.text import short_name
from graph.model.words import UNKNOWN
from graph.region.footprint import Footprint
from graph.store.base.protocol import GraphStore

NAMED = 3  # buyers named
READ = 60  # candidates of a segment whose reports are looked at
MOVING = 2  # firms named that move
SPREAD = 2  # provinces other than its own from which a firm is one that goes elsewhere
FULL = 85.0  # percent of capacity in use from which a firm is short of it
WEAK = -0.1  # what a feature must take from the order, against the usual, to be called weak


@dataclass(frozen=True)
class Line:
    """One row of the table, as text."""

    segment: str
    buyers: str
    moving: str
    stuck: str
    unit: str
    step: str


def line_of(row: PriorityRow, store: GraphStore, foot: Footprint) -> Line:
    """Who wants it here, who moves, what it hangs on, who is in charge, and the step of this week."""
    buyers, moving = _buyers(row), _moving(row["segment"], store, foot)
    unit = _unit(row, store, foot.region)
    stuck = _stuck(row)
    return Line(
        row["name"],
        "、".join(buyers) or UNKNOWN["zh"],
        "；".join(moving) or UNKNOWN["zh"],
        stuck,
        unit,
        _step(buyers, moving),
    )


def _buyers(row: PriorityRow) -> list[str]:
    gap = row.get("gap")
    if gap is None:
        return []
    names = [f["short"] for b in gap["evidence"]["buyers"] for f in b["firms"]]
    return list(dict.fromkeys(names))[:NAMED]


def _moving(segment: str, store: GraphStore, foot: Footprint) -> list[str]:
    """Firms elsewhere whose main line it is and that move, with date and source: a project under way, little capacity
    left, or, where nobody's report tells of either, subsidiaries in most provinces."""
    ids = _main_line(segment, store, foot)
    if not ids:
        return []
    spec = foot.network.segments[segment]
    terms, wanted = (spec.name, *spec.products), set(ids)
    firms: dict[str, Firm] = {f.id: f for f in store.firms(ids)}
    found: dict[str, str] = {}
    for project in store.rows(Project):
        if project.firm_id in wanted and project.status in ("在建", "规划"):
            found[project.firm_id] = f"{project.status}{project.name}{_told(project.as_of, project.source)}"
    for capacity in store.rows(Capacity):
        if capacity.firm_id in wanted and capacity.firm_id not in found and capacity.metric == "capacity_utilization":
            rate = (capacity.amount or 0) * (100 if 0 < (capacity.amount or 0) <= 1.5 else 1)
            if FULL <= rate <= 200 and _same(capacity.product, terms):
                told = _told(capacity.period or capacity.as_of, capacity.source)
                found[capacity.firm_id] = f"{capacity.product}产能利用率 {rate:.0f}%{told}"
    order = [i for i in ids if i in found and i in firms]
    if len(order) < MOVING:
        away = _away(store, firms.keys() - set(order), firms)
        found |= away
        order += list(away)
    return [f"{short_name(firms[i])}：{found[i]}" for i in order[:MOVING]]


def _main_line(segment: str, store: GraphStore, foot: Footprint) -> list[str]:
    """The strongest firms elsewhere of which the segment is the surest one."""
    ids = [f for f, _ in foot.candidates.get(segment, [])[:READ]]
    best: dict[str, tuple[int, str]] = {}
    for m in store.memberships(ids) if ids else ():
        key = (-m.confidence, m.segment_id)
        best[m.firm_id] = min(key, best.get(m.firm_id, key))
    return [i for i in ids if best.get(i, (0, ""))[1] == segment]


def _away(store: GraphStore, ids: Collection[str], firms: Mapping[str, Firm]) -> dict[str, str]:
    """Firms with named subsidiaries in at least `SPREAD` provinces other than their own, most provinces first."""
    places: dict[str, set[str]] = {}
    newest: dict[str, tuple[str, str]] = {}
    for site in store.rows(Site):
        if site.firm_id not in ids or site.kind != "subsidiary" or not site.region:
            continue
        if site.region[:2] != firms[site.firm_id].region[:2]:
            places.setdefault(site.firm_id, set()).add(site.region[:2])
            newest[site.firm_id] = max(newest.get(site.firm_id, ("", "")), (site.as_of, site.source))
    order = sorted((i for i, p in places.items() if len(p) >= SPREAD), key=lambda i: (-len(places[i]), i))
    return {i: f"已在 {len(places[i])} 个外省设子公司{_told(*newest[i])}" for i in order[:MOVING]}


def _same(product: str, terms: Sequence[str]) -> bool:
    """Is a reported product one of the segment's? A firm may report full use of something else."""
    return any(t in product or product in t for t in terms if len(product) > 1)


def _told(day: str, source: str) -> str:
    """Date and source of a fact, 待核 where one is not on record."""
    return f"（{day or UNKNOWN['zh']}，{source or UNKNOWN['zh']}）"


def _stuck(row: PriorityRow) -> str:
    """What is weaker here than is usual where projects fell, or what is not known."""
    parts = sorted(row["chance"]["ground"].items(), key=lambda p: p[1]["part"])
    weak = [FEATURES[name]["zh"] for name, f in parts if f["part"] < WEAK][:2]
    said = [f"{'、'.join(weak)}偏弱" if weak else f"相对最弱的是{FEATURES[parts[0][0]]['zh']}"]
    said += [f"{'、'.join(r['route'])}：{r['what']}" for r in row["chance"]["red_lines"] if r["route"]][:1]
    return "；".join(said)


def _unit(row: PriorityRow, store: GraphStore, region: str) -> str:
    """The unit of the park that leads with the segment, else with the chain; 待定 where none is on record."""
    parks = [p for p in store.rows(Park) if Regions.within(p.region, region) and p.unit]
    lead = [p.unit for p in parks if row["segment"] in p.lead_segments] or [
        p.unit for p in parks if row["chain"] in p.chains
    ]
    return sorted(lead)[0] if lead else "待定"


def _step(buyers: Sequence[str], moving: Sequence[str]) -> str:
    if moving:
        return f"联系{moving[0].split('：')[0]}，约谈投资意向"
    if buyers:
        return f"走访{buyers[0]}，核实用量和供货来源"
    return "列出目标企业前五名，分头联系"
