"""The chains as lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from commands.console import Db, Json, RegionOption, print_json, table, workspace
from graph.gaps.documents.gap import chain_document
from graph.gaps.find import find_gaps

if TYPE_CHECKING:
    from graph.gaps.documents.shapes import SegmentDocument


def chains(db: Db = None, json_output: Json = False) -> None:
    """列出产业链。List the chains."""
    space = workspace(db)
    firms = space.store.chain_firms()
    document = [
        {
            "id": c.id,
            "name": c.name,
            "name_en": c.name_en,
            "segments": len(c.segments),
            "links": len(c.links),
            "firms": firms.get(c.id, 0),
        }
        for c in space.network.chains
    ]
    if json_output:
        print_json(document)
        return
    table(
        ("id", "产业链", "环节", "上下游关系", "企业"),
        [(d["id"], d["name"], d["segments"], d["links"], d["firms"]) for d in document],
    )


def chain(
    chain_id: Annotated[str, typer.Argument(metavar="CHAIN")],
    region: RegionOption = "410700",
    db: Db = None,
    json_output: Json = False,
) -> None:
    """一条链的环节、本地与全国企业数。One chain with its segments."""
    space = workspace(db)
    wanted = space.chain(chain_id)
    foot = space.footprint(region)
    document = chain_document(
        space.network.chains[[c.id for c in space.network.chains].index(wanted)], foot, find_gaps(foot, wanted)
    )
    if json_output:
        print_json(document)
        return
    from graph.model.words import TIER

    rows = [
        (
            s["id"].split(".")[1],
            s["name"],
            TIER[s["tier"]]["zh"],
            *_figures(s),
        )
        for s in document["segments"]
    ]
    table(("id", "环节", "位置", "本地企业", "全国企业", "本地实力", "状态"), rows)


def _figures(s: SegmentDocument) -> tuple[str, str, str, str]:
    """Firms here and in the country, strength and state; a demand node has none, but local firms that sell to it."""
    from graph.model.words import STATE

    if s["demand"]:
        return "—", "—", "—", f"需求（本地供货企业 {s.get('local_suppliers', 0)} 家）"
    return str(s["firms_local"]), str(s["firms_national"]), f"{s['strength']:.1f}", STATE[s["state"]]["zh"]
