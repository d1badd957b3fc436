"""A file of targets (`liantu plan --targets FILE`) as target documents; rows that cannot be used are named with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph.errors import MissingColumn, UnknownName
from graph.measures.network import Network
from graph.model.records import Institution, Segment
from graph.model.regions import Regions
from graph.store.base.protocol import GraphStore
from outreach.forms import windows
from outreach.targets import find
from outreach.targets.shapes import VisitTarget

COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("name", "名称", "企业名称", "单位名称"),
    "kind": ("kind", "类型", "类别"),
    "city": ("city", "城市", "所在地", "所在城市"),
    "region_code": ("region_code", "地区代码"),
    "office": ("office", "对接部门", "部门"),
    "segment": ("segment", "环节"),
    "grade": ("grade", "等级"),
    "must": ("must", "必访"),
    "hours": ("hours", "接待时间"),
    "minutes": ("minutes", "时长", "分钟"),
    "date": ("date", "日期", "约定日期"),
}
KIND_FORMS = {
    "firm": ("firm", "企业", "公司", ""),
    "institute": ("institute", "科研院所", "院所", "高校"),
    "expert": ("expert", "专家"),
    "association": ("association", "行业协会", "协会", "商会"),
}
YES = ("1", "是", "true", "yes", "y", "√", "必访")


@dataclass(frozen=True)
class BadRow:
    """A row that was not used: its number in the file, the name it has, and why."""

    row: int
    name: str
    why: str

    def __str__(self) -> str:
        return f"第 {self.row} 行“{self.name or '无名称'}”：{self.why}"


def read(
    file: str, rows: Sequence[tuple[int, Mapping[str, str]]], store: GraphStore, regions: Regions, network: Network
) -> tuple[list[VisitTarget], list[BadRow]]:
    """Target documents and the rows that were not used. `rows` are numbered as in the file.

    Raises `MissingColumn` where no column holds names.
    """
    found = list(rows[0][1]) if rows else []
    where = {k: next((f for f in found if f.strip().lower() in forms), "") for k, forms in COLUMNS.items()}
    if not where["name"]:
        raise MissingColumn(file, "name", found)
    firms = {n: f for f in store.firms() for n in (f.name, *f.aliases)}
    bodies = {i.name: i for i in store.rows(Institution)}
    by_segment = {form: s for s in network.segments.values() for form in (s.name, s.id)}
    good: list[VisitTarget] = []
    bad: list[BadRow] = []
    seen: dict[str, int] = {}
    for number, row in rows:
        cell = {k: str(row.get(c, "") or "").strip() if c else "" for k, c in where.items()}
        try:
            target = _target(cell, firms, bodies, by_segment, regions)
        except ValueError as error:
            bad.append(BadRow(number, cell["name"], f"{error}。"))
            continue
        if target["key"] in seen:
            bad.append(BadRow(number, cell["name"], f"与第 {seen[target['key']]} 行重复，只用了前一行。"))
            continue
        seen[target["key"]] = number
        good.append(target)
    return good, bad


def _target(
    cell: Mapping[str, str],
    firms: Mapping[str, Any],
    bodies: Mapping[str, Any],
    segments: Mapping[str, Segment],
    regions: Regions,
) -> VisitTarget:
    name = cell["name"]
    if not name:
        raise ValueError("没有名称，请补上")
    segment = None
    if cell["segment"]:
        segment = segments.get(cell["segment"])
        if segment is None:
            raise ValueError(f"没有“{cell['segment']}”这个环节，请改用图谱里的环节名称或留空")
    kind = next((k for k, forms in KIND_FORMS.items() if cell["kind"].lower() in forms), "")
    if not kind:
        raise ValueError(f"类型“{cell['kind']}”不认识，应为企业、科研院所、专家或行业协会")
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
        raise ValueError("没有城市，图谱里也查不到，请补上城市")
    if cell["office"]:
        target["office"] = cell["office"]
    _add_wishes(target, cell)
    return target


def _region(cell: Mapping[str, str], regions: Regions) -> str:
    given = cell["region_code"] or cell["city"]
    if not given:
        return ""
    try:
        return regions.get(given).code
    except UnknownName:
        raise ValueError(f"没有“{given}”这个城市，请核对") from None


def _add_wishes(target: VisitTarget, cell: Mapping[str, str]) -> None:
    """Put into a target what the row says of the visit itself. Raises `ValueError`."""
    target["must"], target["hours"] = cell["must"].lower() in YES, cell["hours"]
    windows(cell["hours"])
    if cell["grade"]:
        if cell["grade"].upper() not in ("A", "B", "C"):
            raise ValueError(f"等级应为 A、B 或 C，现为“{cell['grade']}”")
        target["grade"] = cell["grade"].upper()
    if cell["minutes"]:
        if not cell["minutes"].isdecimal() or not 10 <= int(cell["minutes"]) <= 480:
            raise ValueError(f"时长应是 10 到 480 分钟，现为“{cell['minutes']}”")
        target["minutes"] = -(-int(cell["minutes"]) // 5) * 5
    if cell["date"]:
        try:
            target["dates"] = [date.fromisoformat(cell["date"][:10].replace("/", "-"))]
        except ValueError:
            raise ValueError(f"日期应写成 2026-12-01 的样子，现为“{cell['date']}”") from None
