"""What a lint of `data/` can find: one code, one severity and one sentence in each language for every kind of fault."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from ingest.read.reject_reasons import REASONS

Severity = Literal["error", "warning"]

# code → (severity, sentence in Chinese, sentence in English); braces are filled from the case at hand.
KINDS: dict[str, tuple[Severity, str, str]] = {
    # tables as such
    "unreadable": ("error", "读不了：{why}。", "cannot be read: {why}."),
    "no_column": ("error", "缺少列“{column}”。", "has no column {column!r}."),
    "missing_source": ("error", "“{name}”没有来源。", "{name}: no source."),
    "missing_as_of": ("error", "“{name}”没有数据日期。", "{name}: no as_of."),
    "verified_alone": (
        "error",
        "“{name}”标为已核实，来源却只有自有知识；另找来源或改为未核实。",
        "{name}: verified, but the source is own knowledge only; name a second source or unset it.",
    ),
    "id_twice": (
        "error",
        "标识 {value} 重复（首见第 {first} 行）。",
        "id {value} stands twice (first in row {first}).",
    ),
    "unknown_chain": ("error", "“{name}”所列产业链 {value} 不存在。", "{name}: no chain {value}."),
    "unknown_segment": ("error", "“{name}”所列环节 {value} 不存在。", "{name}: no segment {value}."),
    "unknown_unit": (
        "error",
        "“{name}”的责任主体“{value}”不在 districts.csv 中。",
        "{name}: unit {value} is not in districts.csv.",
    ),
    "unknown_place": ("error", "“{name}”的区划代码 {value} 不存在。", "{name}: region code {value} does not exist."),
    # chains
    "catalogue": ("error", "产业链目录不合规：{why}", "the chain catalogue breaks a rule: {why}"),
    "terms": ("error", "通用词表有误：{why}", "the table of general terms is wrong: {why}"),
    "term_twice": (
        "warning",
        "产品词“{term}”用于 {where}（{why}）；是否一词两义？",
        "term {term} is used by {where} ({why_en}); used twice with different meaning?",
    ),
    "shared_stale": (
        "warning",
        "声明为共用产品词的环节 {id} 之间没有共用的词，请删去该声明。",
        "declared as sharing terms, but these segments share none: {id}; remove the declaration.",
    ),
    "shares_over_one": (
        "error",
        "各投入占比之和为 {share}，超过 1。",
        "the shares of its inputs add up to {share}, above 1.",
    ),
    "link_no_source": ("error", "上下游关系没有来源。", "the link has no source."),
    "share_not_estimate": (
        "warning",
        "占比 {share} 凭自有知识给出，来源应注明是估计。",
        "the share {share} rests on own knowledge; its source should say estimate.",
    ),
    "bad_gbt4754": (
        "error",
        "国民经济行业代码“{value}”应为 2 至 4 位数字。",
        "industry code {value!r} is not 2 to 4 digits.",
    ),
    "segment_unreached": ("error", "没有一家已入库企业能归入本环节。", "no shipped firm reaches this segment."),
    "segment_thin": (
        "warning",
        "只有 {n} 家企业归入本环节（少于 5 家）。",
        "only {n} firm(s) reach this segment (fewer than 5).",
    ),
    # firms
    "no_size": (
        "error",
        "“{name}”的标签应有且只有一个规模词（大型、中型、小型），现有 {n} 个。",
        "{name}: tags need exactly one size word (大型, 中型, 小型), there are {n}.",
    ),
    "unknown_tag": ("error", "“{name}”的标签“{value}”不在词表中。", "{name}: tag {value} is not one of ours."),
    "scope_copied": ("error", "“{name}”的经营范围应留空。", "{name}: business_scope must stay empty."),
    "listed_tag": (
        "warning",
        "“{name}”有股票代码却无“上市”标签，或相反。",
        "{name}: stock code without the tag 上市, or the other way round.",
    ),
    "region_coarse": (
        "warning",
        "“{name}”的县级代码 {value} 不在区划表中，只能按所在市计。",
        "{name}: county code {value} is not in regions.csv; it counts for its city only.",
    ),
    "place_disagrees": (
        "error",
        "“{name}”写的城市是{given}，区划代码却是{region}。",
        "{name}: the city says {given}, the region code says {region}.",
    ),
    "unknown_site": ("error", "“{name}”的厂区代码 {value} 不存在。", "{name}: site {value} does not exist."),
    "firm_conflict": (
        "error",
        "“{name}”在几处写得不同，{field}：{values}。",
        "{name} is written differently, {field}: {values}.",
    ),
    "firm_twice": (
        "warning",
        "“{name}”在本文件出现两次（首见第 {first} 行）。",
        "{name} stands twice in this file (first in row {first}).",
    ),
    # institutions, parks, regions
    "unknown_word": (
        "error",
        "“{name}”的 {column} 列写的是“{value}”，不在词表中；可用：{allowed}。",
        "{name}: {column} says {value!r}, which is not one of {allowed}.",
    ),
    "unknown_kind": ("error", "“{name}”的类别“{value}”不在词表中。", "{name}: kind {value!r} is not one of ours."),
    "institution_twice": (
        "error",
        "“{name}”在本文件出现两次（首见第 {first} 行）。",
        "{name} stands twice in this file (first in row {first}).",
    ),
    "institution_conflict": (
        "error",
        "“{name}”在几处写得不同，{field}：{values}。",
        "{name} is written differently, {field}: {values}.",
    ),
    "region_no_parent": ("error", "{name}的上级 {value!r} 不在表中。", "{name}: parent {value!r} is not in the table."),
    "region_no_coordinates": ("warning", "{name}没有经纬度。", "{name} has no coordinates."),
}


@dataclass(frozen=True)
class Finding:
    """One fault: where (file, and row with the header as 1, or id) and a sentence in both languages."""

    severity: Severity
    code: str
    file: str
    row: int | None
    id: str
    zh: str
    en: str

    @property
    def where(self) -> str:
        """`firms/textile.csv:12` or `chains/textile.yaml textile.pulp`."""
        place = f"{self.file}:{self.row}" if self.row else self.file
        return f"{place} {self.id}" if self.id else place


def finding(code: str, file: str, row: int | None = None, id: str = "", **values: Any) -> Finding:
    """The finding of this kind, its sentences filled from `values`."""
    severity, zh, en = KINDS[code]
    return Finding(severity, code, file, row, id, zh.format(id=id, **values), en.format(id=id, **values))


def cell_finding(code: str, file: str, row: int, name: str, value: str) -> Finding:
    """A cell the loader cannot use (`ingest.read.firm_rows.REASONS`): in shipped data always an error."""
    _, zh, en = REASONS[code]
    return Finding("error", code, file, row, name, f"“{name}”：{value!r} {zh}", f"{name}: {value!r} {en}")
