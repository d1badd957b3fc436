"""补链沙盘: what the chains of a region would look like if firms landed or a segment fell out.

Everything here is a pure function over memberships; nothing is written. A scenario is a list of changes, applied in
the order given, so that `remove:` followed by `add:` means that the newcomer stands alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from graph.errors import InvalidArgument, UnknownName
from graph.gaps.find import Gap
from graph.gaps.kinds_and_scores import FEW_SUPPLIERS, STRONG
from graph.measures import formulas
from graph.measures.columns import MemberColumns
from graph.measures.network import Network
from graph.model.nearest import nearest
from graph.model.records import MICRO, Firm, Member, Role
from graph.model.regions import Regions
from graph.region.country import Country
from graph.region.footprint import Footprint, footprint, local_weight
from graph.store.base.protocol import GraphStore

if TYPE_CHECKING:
    from graph.gaps.documents.plan_shapes import Addition, Comparison, MovedGap, Removal
    from graph.gaps.documents.shapes import RankedGap, SegmentRef


SELLERS = ("trader", "branch", "other")  # roles of those who make nothing of what the segment makes


@dataclass(frozen=True)
class Add:
    """A firm lands with a plant in the region and works in this segment."""

    firm: Firm
    segment: str


@dataclass(frozen=True)
class Remove:
    """All local activity in this segment falls out: the firms stay, this work of theirs ends."""

    segment: str


Change = Add | Remove


def parse(
    given: Iterable[str],
    firm: Callable[[str], Firm],
    segment: Callable[[str], str],
    landing: Callable[[str], str] | None = None,
) -> tuple[Change, ...]:
    """Changes from `add:FIRM@SEGMENT` and `remove:SEGMENT`.

    firm, segment: put a record or a full id to what a person wrote, or raise `UnknownName`; landing: as `segment`, for
    one that a firm is to land in. Raises `InvalidArgument` where the text is neither form.
    """
    out: list[Change] = []
    for text in given:
        verb, colon, rest = text.partition(":")
        if colon and verb == "remove" and rest.strip():
            out.append(Remove(segment(rest.strip())))
            continue
        name, at, where = rest.rpartition("@")
        if verb != "add" or not at or not name.strip() or not where.strip():
            raise InvalidArgument(f"cannot read {text!r}; write add:FIRM@SEGMENT or remove:SEGMENT")
        out.append(Add(firm(name.strip()), (landing or segment)(where.strip())))
    return tuple(out)


def find_firm(firms: Sequence[Firm], given: str) -> Firm:
    """The firm with this id, credit code, stock code, full name or unambiguous short name.

    Raises `UnknownName` with the nearest names, or with the candidates where several firms are called so.
    """
    for field in ("id", "uscc", "stock_code", "name"):
        hits = [f for f in firms if getattr(f, field) == given]
        if not hits and field == "stock_code" and given.isdigit():
            hits = [f for f in firms if f.stock_code.split(".")[0] == given]
        if hits:
            return _only(hits, given)
    hits = [f for f in firms if given in f.aliases]
    if hits:
        return _only(hits, given)
    inside = [f for f in firms if given in f.name]
    if len(inside) == 1:
        return inside[0]
    names = {f.id: f.name for f in inside} or {f.id: f.name for f in firms}
    raise UnknownName("firm", given, [_shown(n) for n in nearest(given, names)])


def _only(hits: Sequence[Firm], given: str) -> Firm:
    if len(hits) > 1:
        raise UnknownName("firm", given, [f"{f.name} ({f.id})" for f in sorted(hits, key=lambda f: f.id)[:3]])
    return hits[0]


def _shown(suggestion: str) -> str:
    """`id (name)` as `name (id)`: a person knows the firm by its name."""
    key, _, name = suggestion.partition(" (")
    return f"{name.rstrip(')')} ({key})" if name else key


def apply(members: Sequence[Member], region: str, changes: Sequence[Change]) -> list[Member]:
    """The memberships after the changes, by firm and segment as a store gives them.

    A firm that lands brings a plant: the region joins the sites of this one membership, so that it counts there as
    any other plant does (`SITE_SHARE` of the firm), and it surely works in the segment. A firm seated in the region
    already counts in full. Its other memberships are not touched.
    """
    now = {(m.firm_id, m.segment_id): m for m in members}
    for change in changes:
        if isinstance(change, Remove):
            now = {k: m for k, m in now.items() if m.segment_id != change.segment or not local_weight(m, region)}
            continue
        key = (change.firm.id, change.segment)
        member = now.get(key, Member(*key, MICRO, change.firm.size, change.firm.region, change.firm.sites))
        sites = member.sites if local_weight(member, region) else (*member.sites, region)
        role: Role = "" if member.role in SELLERS else member.role  # who comes with a plant makes there
        now[key] = replace(member, confidence=MICRO, sites=sites, role=role)
    return [now[k] for k in sorted(now)]


def columns_of(members: Sequence[Member]) -> MemberColumns:
    """Memberships as columns, in which a plant belongs to a firm and so to all that it does.

    A firm that lands brings its plant to one segment only: it stands in a second row under the same id, which holds
    this membership alone.
    """
    kinds: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    rows = []
    for m in members:
        known = kinds.setdefault(m.firm_id, [])
        if (m.region, m.sites) not in known:
            known.append((m.region, m.sites))
        # U+0000 sorts before anything else, so that the rows of a firm stay together in the order of ids.
        twin = known.index((m.region, m.sites))
        rows.append(replace(m, firm_id=f"{m.firm_id}\0{twin}" if twin else m.firm_id))
    columns = MemberColumns.of(rows)
    return replace(columns, firms=tuple(f.split("\0")[0] for f in columns.firms))


def scene(
    store: GraphStore,
    regions: Regions,
    region: str,
    network: Network,
    changes: Sequence[Change],
    country: Country | None = None,
) -> Footprint:
    """The region's footprint after the changes; the coverage of the data stays what it is. `country` spares a read."""
    known = store.members() if country is None else list(country.given.members())
    members = apply(known, region, changes)
    return footprint(store, regions, region, country=Country.of(columns_of(members), network, regions))


def completeness(foot: Footprint) -> dict[str, float]:
    """Completeness of each chain in 0–1, see `measures.completeness`."""
    net = foot.network
    out = {}
    for chain in net.chains:
        rows = net.chain_rows.get(chain.id, [])
        weights = np.array([net.segments[net.ids[i]].value_weight for i in rows])
        out[chain.id] = formulas.completeness(foot.x[rows], weights, STRONG) if rows else 0.0
    return out


def single_points(foot: Footprint) -> list[str]:
    """Segments in which one local firm decides (effective number of suppliers below `FEW_SUPPLIERS`), by id."""
    found = []
    for segment, firms in foot.by_segment.items():
        effective, _ = formulas.effective_suppliers([w for _, w in firms])
        if 0 < effective < FEW_SUPPLIERS:
            found.append(segment)
    return sorted(found)


@dataclass(frozen=True)
class State:
    """A region at one moment or in one scenario."""

    footprint: Footprint
    gaps: Sequence[Gap]


def compare(before: State, after: State, chain: str = "") -> Comparison:
    """What the scenario changes: completeness by chain, single points, and gaps that are new, closed or moved.

    `chain` narrows everything to one chain. `moved` are gaps that stay but change their kind or their place; the
    place (`rank`, from 1) is that among the gaps shown.
    """
    net = before.footprint.network
    full_before, full_after = completeness(before.footprint), completeness(after.footprint)
    points, points_after = ({s for s in single_points(p.footprint) if _in_chain(s, chain)} for p in (before, after))
    old, new = (ranked([g for g in state.gaps if _in_chain(g.segment, chain)]) for state in (before, after))
    return {
        "completeness": [
            {
                "chain": c.id,
                "name": c.name,
                "name_en": c.name_en,
                "before": full_before[c.id],
                "after": full_after[c.id],
            }
            for c in net.chains
            if not chain or c.id == chain
        ],
        "single_points": {
            "before": len(points),
            "after": len(points_after),
            "new": [segment_ref(net, s) for s in sorted(points_after - points)],
            "healed": [segment_ref(net, s) for s in sorted(points - points_after)],
        },
        "gaps": {
            "before": len(old),
            "after": len(new),
            "new": [{**segment_ref(net, s), "after": new[s]} for s in new if s not in old],
            "healed": [{**segment_ref(net, s), "before": old[s]} for s in old if s not in new],
            "moved": _moved(net, old, new),
        },
    }


def _in_chain(segment: str, chain: str) -> bool:
    return not chain or segment.split(".")[0] == chain


def _moved(net: Network, old: Mapping[str, RankedGap], new: Mapping[str, RankedGap]) -> list[MovedGap]:
    """Gaps that stay but change their kind or their place, by their new place."""
    return [
        {**segment_ref(net, s), "before": old[s], "after": new[s]}
        for s in sorted(old.keys() & new.keys(), key=lambda s: new[s]["rank"])
        if old[s]["kind"] != new[s]["kind"] or old[s]["rank"] != new[s]["rank"]
    ]


def segment_ref(net: Network, segment: str) -> SegmentRef:
    """A segment with its names."""
    s = net.segments[segment]
    return {"segment": segment, "chain": s.chain, "name": s.name, "name_en": s.name_en}


def ranked(gaps: Sequence[Gap]) -> dict[str, RankedGap]:
    """Gaps by segment with their place, best first."""
    return {
        g.segment: {"rank": i, "kind": g.kind, "verdict": g.verdict, "action": g.action, "score": g.score}
        for i, g in enumerate(gaps, 1)
    }


def effects(changes: Sequence[Change], members: Sequence[Member], region: str) -> list[Removal | Addition]:
    """Each change as a fact: which firms it concerns, and whether it changes anything at all.

    `note` is '' or one of: `already_local` (the firm works in the segment here already), `nobody_local` (no local
    firm to lose), `new_trade` (the firm is not known to do this).
    """
    out: list[Removal | Addition] = []
    so_far = list(members)
    for change in changes:
        here = {m.firm_id for m in so_far if m.segment_id == change.segment and local_weight(m, region)}
        if isinstance(change, Remove):
            note = "" if here else "nobody_local"
            out.append({"do": "remove", "segment": change.segment, "firms": sorted(here), "note": note})
        else:
            known = any(m.firm_id == change.firm.id and m.segment_id == change.segment for m in so_far)
            note = "already_local" if change.firm.id in here else "" if known else "new_trade"
            out.append(
                {"do": "add", "segment": change.segment, "firm": change.firm.id, "name": change.firm.name, "note": note}
            )
        so_far = apply(so_far, region, [change])
    return out


def resolver(store: GraphStore) -> Callable[[str], Firm]:
    """Finds firms of a store by what a person writes; the table is read once, when first asked."""
    firms: list[Firm] = []

    def find(given: str) -> Firm:
        if not firms:
            hit = store.firm(given)
            if hit is not None:
                return hit
            firms.extend(store.firms())
        return find_firm(firms, given)

    return find


def label(change: Change, names: Mapping[str, str], regions: Regions | None = None) -> str:
    """A change in office Chinese, for lists: 引入 X（电芯） / 失去 电芯."""
    segment = names.get(change.segment, change.segment)
    if isinstance(change, Remove):
        return f"失去{segment}"
    where = f"，{regions.name(change.firm.region)}" if regions else ""
    return f"引入{change.firm.name}（{segment}{where}）"
