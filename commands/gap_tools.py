"""What to do about gaps: the best landings under limits, what serves several chains, the firms that lead, what
changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from commands.console import ChainOption, Db, Json, RegionOption, err, line, print_json, table, workspace
from commands.gaps import past_workspace

if TYPE_CHECKING:
    from graph.gaps.documents.plan_shapes import PortfolioDocument


def portfolio(
    region: RegionOption,
    k: Annotated[int, typer.Option("--k", help="最多几个项目 / how many landings", min=1, max=50)] = 5,
    money: Annotated[
        float | None, typer.Option("--money", help="投资总额上限，亿元 / 100 m yuan in all", min=0)
    ] = None,
    land: Annotated[float | None, typer.Option("--land", help="用地上限，亩 / mu in all", min=0)] = None,
    power: Annotated[int | None, typer.Option("--power", help="高耗电项目最多几个 / power-hungry ones", min=0)] = None,
    chain_id: ChainOption = "",
    unsure: Annotated[
        bool, typer.Option("--unsure", help="也考虑数据不足的缺口 / include gaps with insufficient data")
    ] = False,
    db: Db = None,
    json_output: Json = False,
) -> None:
    """组合引进：限额内最值得引进的几个项目。The best landings under limits, with an upper bound."""
    from graph.gaps.documents import plans
    from graph.gaps.portfolio import Budget

    space = workspace(db)
    chain = space.chain(chain_id) if chain_id else ""
    found = space.found(region)
    document = plans.portfolio_document(space.store, space.regions, found, Budget(k, money, land, power), chain, unsure)
    if json_output:
        print_json(document)
    else:
        _print_portfolio(document)


def _print_portfolio(document: PortfolioDocument) -> None:
    from graph.gaps.documents.labels import RESOURCE
    from graph.model.words import KIND

    rows = [
        (
            i,
            d["name"],
            KIND[d["kind"]]["zh"],
            f"{d['gain']:.1%}",
            f"{d['value']:.1%}",
            "待核" if d["cost"]["money_yi"] is None else f"{d['cost']['money_yi']:.1f}",
            "待核" if d["cost"]["land_mu"] is None else f"{d['cost']['land_mu']:.0f}",
            "、".join(f["short"] for f in d["candidates"]["firms"][:3]),
        )
        for i, d in enumerate(document["landings"], 1)
    ]
    table(("", "环节", "类型", "本项贡献", "累计成效", "投资（亿元）", "用地（亩）", "可招企业"), rows)
    err().print(f"累计成效 {document['value']:.1%}，不超过 {document['bound']:.1%}（任何组合的上限）")
    for resource, segments in document["left_out"].items():
        if segments:
            err().print(f"{RESOURCE[resource]['zh']}待核，未列入：" + "、".join(s["name"] for s in segments))


def across(
    region: RegionOption,
    db: Db = None,
    json_output: Json = False,
) -> None:
    """跨链：能同时补两条以上产业链的环节和企业。What closes gaps in two or more chains."""
    from graph.gaps import across_chains

    space = workspace(db)
    foot, found = space.found(region)
    document = across_chains.across_document(space.store, space.regions, foot, found)
    if json_output:
        print_json(document)
        return
    names = {c.id: c.name for c in space.network.chains}
    for word, reasons, rows in (
        ("环节", "下游环节", document["segments"]),
        ("企业", "可补缺口", document["firms"]),
    ):
        table(
            (word, "产业链", reasons),
            [
                (d["name"], "、".join(names[c] for c in d["chains"]), "、".join(r["name"] for r in d["reasons"][:5]))
                for d in rows
            ],
        )


def roles(region: RegionOption, chain_id: ChainOption = "", db: Db = None, json_output: Json = False) -> None:
    """链主、头部企业、核心节点企业，各附理由。Three kinds of firm, each with its reason."""
    from graph.gaps.documents import plans
    from graph.gaps.documents.labels import ROLE

    space = workspace(db)
    chain = space.chain(chain_id) if chain_id else ""
    document = plans.roles_document(space.store, space.regions, space.footprint(region), chain)
    if json_output:
        print_json(document)
        return
    table(("类别", "企业", "理由"), [(ROLE[d["kind"]]["zh"], d["firm"]["name"], d["reason"]) for d in document])


def changes(
    region: RegionOption,
    since: Annotated[str, typer.Option("--since", help="与某日相比，如 2026-11-17 / compared with a day")],
    chain_id: ChainOption = "",
    db: Db = None,
    json_output: Json = False,
) -> None:
    """变化：某日以来的缺口和企业变动。What changed since a day, as a list of facts."""
    from graph.gaps.documents import plans
    from graph.gaps.documents.labels import fact_sentence

    space = workspace(db)
    past = past_workspace(space, since, json_output)
    chain = space.chain(chain_id) if chain_id else ""
    document = plans.changes_document(
        space.store, past.snapshot.last, past.found(region), space.found(region), past.day, chain
    )
    if json_output:
        print_json(document)
        return
    by_status = document["gaps"]
    err().print(
        f"自 {document['since']}：新增缺口 {len(by_status['new'])}，已补 {len(by_status['healed'])}，"
        f"持续 {len(by_status['persistent'])}"
    )
    for fact in document["facts"]:
        line(fact_sentence(fact, "zh"))
