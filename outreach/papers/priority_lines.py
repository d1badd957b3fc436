"""What the one page says of a segment to go for: who wants it here, who moves, what it hangs on, who is in charge, and
the step of this week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.chance.ground import FEATURES
from graph.gaps.priorities.shapes import PriorityRow
from graph.model.records import Capacity, Park, Project
from graph.model.regions import Regions
from graph.model.text import short_name
from graph.region.footprint import Footprint
from graph.store.base.protocol import GraphStore
from recommend.explain.neighbours import repeatable

NAMED = 3  # buyers named
READ = 60  # candidates of a segment whose reports are looked at
MOVING = 2  # firms named that move
FULL, FULLEST = 85.0, 200.0  # percent of capacity in use from which a firm is short of it; more is a slip of the pen
LEAST_YI = 0.01  # 亿元 a year: who spends less on it does not ask for a plant
RED = {"forbidden": "不招", "warned": "慎招"}
NO_BUYER = "在库未见产品对得上的买方"
NOBODY_MOVES = "在库未见有日期和来源的动向"
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
    wanting, moving = buyers(row, store), _moving(row["segment"], store, foot)
    return Line(
        row["name"],
        "、".join(f"{name}（{product}）" for name, product in wanting) or NO_BUYER,
        "；".join(f"{name}：{told}" for name, told in moving) or NOBODY_MOVES,
        _stuck(row),
        _unit(row, store, foot.region),
        _step([name for name, _ in wanting], [name for name, _ in moving]),
    )


def buyers(row: PriorityRow, store: GraphStore) -> list[tuple[str, str]]:
    """(short name, product) of the local firms that spend most on it, each by a product of its own that takes it.

    A leader repeats these names: so a firm counts only where it may be named on a card (`repeatable`), and spends more
    than next to nothing.
    """
    gap = row.get("gap")
    if gap is None:
        return []
    spent: dict[str, float] = {}
    named: dict[str, tuple[float, str]] = {}
    for buyer in gap["evidence"]["buyers"]:
        for f in buyer["firms"]:
            spent[f["id"]] = spent.get(f["id"], 0.0) + f["yi"]
            named[f["id"]] = max(named.get(f["id"], (-1.0, "")), (f["yi"], f["product"]))
    out: list[tuple[str, str]] = []
    order = sorted((i for i, yi in spent.items() if yi >= LEAST_YI), key=lambda i: (-spent[i], i))
    firms = {f.id: f for f in store.firms(order)} if order else {}
    for i in order:
        product = named[i][1]
        if i in firms and repeatable(firms[i], product):
            out.append((short_name(firms[i]), product))
    return out[:NAMED]


def _moving(segment: str, store: GraphStore, foot: Footprint) -> list[tuple[str, str]]:
    """(short name, what is told) of the firms elsewhere whose main line it is and that move: a project under way or
    planned, or little capacity left; each with its date and source. Where a report gives no date, nobody moves."""
    ids = _main_line(segment, store, foot)
    if not ids:
        return []
    spec = foot.network.segments[segment]
    terms, wanted = (spec.name, *spec.products), set(ids)
    found: dict[str, str] = {}
    for project in store.rows(Project):
        if project.firm_id in wanted and project.status in ("在建", "规划") and project.as_of and project.source:
            found[project.firm_id] = f"{project.status}{project.name}{_told(project.as_of, project.source)}"
    for capacity in store.rows(Capacity):
        if capacity.firm_id in wanted and capacity.firm_id not in found and capacity.metric == "capacity_utilization":
            rate, day = (capacity.amount or 0), capacity.period or capacity.as_of
            rate *= 100 if 0 < rate <= 1.5 else 1
            if FULL <= rate <= FULLEST and day and capacity.source and _same(capacity.product, terms):
                found[capacity.firm_id] = f"{capacity.product}产能利用率 {rate:.0f}%{_told(day, capacity.source)}"
    firms = {f.id: f for f in store.firms([i for i in ids if i in found])} if found else {}
    return [(short_name(firms[i]), found[i]) for i in ids if i in firms][:MOVING]


def _main_line(segment: str, store: GraphStore, foot: Footprint) -> list[str]:
    """The strongest firms elsewhere of which the segment is the surest one."""
    ids = [f for f, _ in foot.candidates.get(segment, [])[:READ]]
    best: dict[str, tuple[int, str]] = {}
    for m in store.memberships(ids) if ids else ():
        key = (-m.confidence, m.segment_id)
        best[m.firm_id] = min(key, best.get(m.firm_id, key))
    return [i for i in ids if best.get(i, (0, ""))[1] == segment]


def _same(product: str, terms: Sequence[str]) -> bool:
    """Is a reported product one of the segment's? A firm may report full use of something else."""
    return any(t in product or product in t for t in terms if len(product) > 1)


def _told(day: str, source: str) -> str:
    """Date and source of a fact."""
    return f"（{day}，{source}）"


def _stuck(row: PriorityRow) -> str:
    """What is weaker here than is usual where projects fell, or what is not known."""
    parts = sorted(row["chance"]["ground"].items(), key=lambda p: p[1]["part"])
    weak = [FEATURES[name]["zh"] for name, f in parts if f["part"] < WEAK][:2]
    said = [f"{'、'.join(weak)}偏弱" if weak else f"相对最弱的是{FEATURES[parts[0][0]]['zh']}"]
    said += [
        f"{RED[r['level']]}{'、'.join(r['route'])}（{r['what']}）" for r in row["chance"]["red_lines"] if r["route"]
    ][:1]
    return "；".join(said)


def _unit(row: PriorityRow, store: GraphStore, region: str) -> str:
    """The unit of the park that leads with the very segment; 待定 where there is none: a park of the same chain has
    often nothing to do with it."""
    parks = [p for p in store.rows(Park) if Regions.within(p.region, region) and p.unit]
    lead = [p.unit for p in parks if row["segment"] in p.lead_segments]
    return sorted(lead)[0] if lead else "待定"


def _step(buyers: Sequence[str], moving: Sequence[str]) -> str:
    if moving:
        return f"联系{moving[0]}，约谈投资意向"
    if buyers:
        return f"走访{buyers[0]}，核实用量和供货来源"
    return "列出目标企业前五名，分头联系"
