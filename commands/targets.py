"""Target firms: for a gap, and for what local firms look for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commands.console import Db, Json, RegionOption, app, print_json, table, workspace


@app.command()
def recommend(
    region: RegionOption,
    segment: Annotated[list[str], typer.Option("--segment", help="环节 / segment id or name")],
    top: Annotated[int, typer.Option("--top", help="最多几家 / how many", min=1, max=1000)] = 20,
    exclude_local: Annotated[
        bool, typer.Option("--exclude-local", help="不含本地企业 / no firm seated in the region")
    ] = False,
    db: Db = None,
    json_output: Json = False,
) -> None:
    """为一个缺口推荐目标企业。Target firms for a gap, best first."""
    space = workspace(db)
    code = space.regions.get(region).code
    wanted = [space.segment(s) for s in segment]
    documents = [t for s in wanted for t in space.recommender.recommend(code, s, top, exclude_local)]
    if json_output:
        print_json(documents)
        return
    rows = [
        (
            i,
            d["grade"],
            d["firm"]["name"],
            d["firm"]["place"],
            "、".join(d["firm"]["products"][:3]),
            d["reasons"][0]["text"] if d["reasons"] else "",
        )
        for i, d in enumerate(documents, 1)
    ]
    table(("", "等级", "企业", "所在地", "主要产品", "首要理由"), rows)


@app.command()
def demand(
    needs: Annotated[
        Path, typer.Option("--needs", help="本地企业需求表 / table of local firms' needs (企业名称, 环节, 需求)")
    ],
    region: RegionOption,
    top: Annotated[int, typer.Option("--top", help="最多几家 / how many", min=1, max=1000)] = 20,
    db: Db = None,
    json_output: Json = False,
) -> None:
    """本地需求优先：谁能供给本地企业正在找的东西。Targets that local firms are looking for, most wanted first."""
    from recommend.lists import demand_first, read_needs

    space = workspace(db)
    code = space.regions.get(region).code
    asked = read_needs(needs, space.segment)
    wanted = dict.fromkeys(n.segment for n in asked)
    rows = demand_first(asked, {s: space.recommender.recommend(code, s, top, True) for s in wanted})[:top]
    if json_output:
        print_json(rows)
        return
    shown = [
        (i, r["target"]["grade"], r["target"]["firm"]["name"], r["target"]["firm"]["place"], "、".join(dict.fromkeys(n["firm"] for n in r["needs"])))
        for i, r in enumerate(rows, 1)
    ]  # fmt: skip
    table(("", "等级", "企业", "所在地", "谁在找"), shown)
