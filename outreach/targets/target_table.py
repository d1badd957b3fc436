"""Reads a file of targets (`liantu plan --targets FILE`); rows that cannot be used are named with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from graph.errors import BadCell, UnknownName
from graph.measures.network import Network
from graph.model.records import Institution, Segment
from graph.model.regions import Regions
from graph.model.row_problems import RowProblem, of_cell
from graph.model.segment_names import SegmentNames
from graph.store.base.protocol import GraphStore
from outreach.forms import windows
from outreach.targets import find
from outreach.targets.shapes import VisitTarget

if TYPE_CHECKING:
    from graph.model.tables import TableSpec

KIND_FORMS = {
    "firm": ("firm", "企业", "公司", ""),
    "institute": ("institute", "科研院所", "院所", "高校"),
    "expert": ("expert", "专家"),
    "association": ("association", "行业协会", "协会", "商会"),
}
YES = ("1", "是", "true", "yes", "y", "√", "必访")


def read(
    file: str,
    rows: Sequence[tuple[int, Mapping[str, str]]],
    spec: TableSpec,
    store: GraphStore,
    regions: Regions,
    network: Network,
) -> tuple[list[VisitTarget], list[RowProblem]]:
    """Targets as visits need them and the rows that were not used. `rows` are numbered as in the file; spec: of a table
    of targets.

    Raises `MissingColumn` where no column holds names.
    """
    where = spec.located(file, list(rows[0][1]) if rows else [])
    firms = {n: f for f in store.firms() for n in (f.name, *f.aliases)}
    bodies = {i.name: i for i in store.rows(Institution)}
    names = SegmentNames(network.chains, network.retired)
    good: list[VisitTarget] = []
    bad: list[RowProblem] = []
    seen: dict[str, int] = {}
    for number, row in rows:
        cell = {f: str(row.get(where[f], "") or "").strip() if f in where else "" for f in spec.columns}
        try:
            target = _target(cell, firms, bodies, names, network.segments, regions)
            if target["key"] in seen:
                raise BadCell("row_twice", first=seen[target["key"]])
        except BadCell as error:
            bad.append(of_cell(error, file, number, where if cell["name"] else {}, cell["name"]))
            continue
        seen[target["key"]] = number
        good.append(target)
    return good, bad


def _target(
    cell: Mapping[str, str],
    firms: Mapping[str, Any],
    bodies: Mapping[str, Any],
    names: SegmentNames,
    segments: Mapping[str, Segment],
    regions: Regions,
) -> VisitTarget:
    name = cell["name"]
    if not name:
        raise BadCell("row_no_name", "name")
    segment = _segment(cell["segment"], names) if cell["segment"] else None
    kind = next((k for k, forms in KIND_FORMS.items() if cell["kind"].lower() in forms), "")
    if not kind:
        raise BadCell("target_kind", "kind", cell["kind"])
    region = _region(cell, regions)
    if name in firms and kind == "firm":
        target = find.from_firm(firms[name], regions, segment)
    elif name in bodies:
        body = bodies[name]
        kind = kind if cell["kind"] else find.visit_kind(body)
        own = segment or next((segments[s] for s in body.segments if s in segments), None)
        target = (
            find.from_institution(body, kind, own, None, regions, own.id in body.segments)
            if own
            else find.unknown_to_graph(kind, name, body.region, regions)
        )
    else:
        target = find.unknown_to_graph(kind, name, region, regions)
        if segment:
            target["segment"], target["segment_name"] = segment.id, segment.name
    if region:
        target["region"], target["place"] = region, regions.full_name(region)
    if not target["region"]:
        raise BadCell("target_no_city", "city")
    if cell["office"]:
        target["office"] = cell["office"]
    _add_wishes(target, cell)
    return target


def _segment(text: str, names: SegmentNames) -> Segment:
    match = names.find(text)
    if match.segment is not None:
        return match.segment
    if match.ambiguous:
        choices = "、".join(names.title(s) for s in match.segments)
        raise BadCell("target_segment_choices", "segment", text, n=len(match.segments), choices=choices)
    raise BadCell("target_segment", "segment", text)


def _region(cell: Mapping[str, str], regions: Regions) -> str:
    given = cell["region_code"] or cell["city"]
    if not given:
        return ""
    try:
        return regions.get(given).code
    except UnknownName:
        raise BadCell("target_city", "region_code" if cell["region_code"] else "city", given) from None


def _add_wishes(target: VisitTarget, cell: Mapping[str, str]) -> None:
    """Put into a target what the row says of the visit itself. Raises `BadCell`."""
    target["must"], target["hours"] = cell["must"].lower() in YES, cell["hours"]
    try:
        windows(cell["hours"])
    except ValueError as error:
        raise BadCell("target_hours", "hours", cell["hours"], why=str(error)) from None
    if cell["grade"]:
        if cell["grade"].upper() not in ("A", "B", "C"):
            raise BadCell("target_grade", "grade", cell["grade"])
        target["grade"] = cell["grade"].upper()
    if cell["minutes"]:
        if not cell["minutes"].isdecimal() or not 10 <= int(cell["minutes"]) <= 480:
            raise BadCell("target_minutes", "minutes", cell["minutes"])
        target["minutes"] = -(-int(cell["minutes"]) // 5) * 5
    if cell["date"]:
        try:
            target["dates"] = [date.fromisoformat(cell["date"][:10].replace("/", "-"))]
        except ValueError:
            raise BadCell("row_day", "date", cell["date"]) from None
