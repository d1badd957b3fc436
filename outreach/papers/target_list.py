"""A target list as the workbook that the screen and the command line write: the list with what stands around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from graph.gaps.documents.shapes import GapDocument
from graph.measures.network import Network
from graph.model.place_names import place
from graph.model.regions import Regions
from graph.model.words import Lang, counted
from graph.store.base.protocol import GraphStore
from outreach.papers.target_workbook import target_workbook
from recommend.explain.shapes import TargetDocument

SHIPPED: dict[Lang, str] = {"zh": "随附企业表 · {name}", "en": "Shipped table · {name}"}
FACTS: dict[Lang, str] = {
    "zh": "随附企业事实（多出自 2025 年年报）",
    "en": "Shipped facts of firms (mostly from 2025 reports)",
}


def list_workbook(
    targets: Sequence[TargetDocument],
    segment: str,
    region: str,
    gap: GapDocument | None,
    store: GraphStore,
    regions: Regions,
    network: Network,
    today: date,
    lang: Lang = "zh",
) -> bytes:
    """The list of a segment as a workbook. region: canonical code; gap: the segment's, None where it is no gap."""
    row = network.segments[segment]
    chain = next(c for c in network.chains if c.id == row.chain)
    names = {
        "name": row.name,
        "name_en": row.name_en,
        "chain_name": chain.name,
        "chain_name_en": chain.name_en,
    }
    sources = [source_line(s["source"], s["firms"], s["loaded"], network, lang) for s in store.sources()]
    meta = {"date": today.isoformat(), "sources": sources}
    return target_workbook(place(regions.name(region), lang), names, gap, targets, meta, lang)


def source_line(origin: str, firms: int, loaded: str, network: Network, lang: Lang) -> str:
    """A source with the number of its firms and the day of its load."""
    number = f"{firms} 家" if lang == "zh" else counted(firms, "firm")
    return f"{source_title(origin, network, lang)}：{number}（{loaded[:10]}）"


def source_title(origin: str, network: Network, lang: Lang) -> str:
    """A source as people call it: the shipped table of a chain, or the name of the file."""
    kind, _, stem = origin.partition(":")
    if kind != "shipped" or not stem:
        return origin
    if stem.startswith("facts/"):
        return FACTS[lang]
    chains = {c.id: c.name if lang == "zh" else c.name_en for c in network.chains}
    return SHIPPED[lang].format(name=chains.get(stem, stem))


def with_names(targets: list[TargetDocument], names: Mapping[str, str]) -> list[TargetDocument]:
    """Targets whose evidence names the firm it is about, where that is not the target itself; changed in place."""
    for target in targets:
        for statement in target["reasons"]:
            for row in statement["evidence"]:
                firm = row.get("firm", "")
                if firm in names and firm != target["firm"]["id"]:
                    row["firm_name"] = names[firm]
    return targets
