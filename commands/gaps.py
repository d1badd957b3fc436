"""What is missing or weak here, and what would mend it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.console import ChainOption, Db, Json, RegionOption, app, bar, err, out, print_json, table, workspace
from graph.errors import InvalidArgument
from graph.gaps.documents.gap import gap_documents
from graph.model.text import rounded
from graph.model.words import ACTION, KIND, VERDICT
from workspace import PastWorkspace, Workspace

if TYPE_CHECKING:
    from graph.gaps.scenario import Change


@app.command()
def gaps(
    region: RegionOption,
    chain_id: ChainOption = "",
    without: Annotated[
        list[str] | None, typer.Option("--without", help="假设本地没有该环节的企业 / hide a segment's local firms")
    ] = None,
    what_if: Annotated[
        list[str] | None,
        typer.Option("--what-if", help="补链沙盘：add:企业@环节 或 remove:环节 / a scenario, repeatable"),
    ] = None,
    compare: Annotated[
        bool, typer.Option("--compare", help="输出沙盘前后对比 / the scenario's before and after instead of the gaps")
    ] = False,
    as_of: Annotated[str, typer.Option("--as-of", help="按某日的图谱，如 2026-11-24 / the graph as it was")] = "",
    since: Annotated[
        str, typer.Option("--since", help="与某日相比：新增、持续、已补 / new, persistent or healed")
    ] = "",
    certificate: Annotated[
        str, typer.Option("--certificate", help="写出该环节的缺口认定书 / write a gap's certificate")
    ] = "",
    out_dir: Annotated[Path, typer.Option("--out", help="认定书的文件夹 / folder for the certificate")] = Path(
        "var/out"
    ),
    explain: Annotated[bool, typer.Option("--explain", help="逐条说明依据 / print the reasons")] = False,
    db: Db = None,
    json_output: Json = False,
) -> None:
    """缺口，最要紧的在前。Gaps of a region, best first."""
    space = workspace(db)
    if as_of:
        space = _past(space, as_of, json_output)
    scenario = _scenario(space, without or (), what_if or ())
    if compare:
        from graph.gaps.documents import plans

        if not scenario:
            raise InvalidArgument("--compare needs a scenario; name one with --what-if")
        before, after = space.found(region), space.found(region, changes=scenario)
        document = plans.scenario_document(
            scenario, space.store.members(), before, after, space.chain(chain_id) if chain_id else ""
        )
        print_json(document) if json_output else _print_scenario(document)
        return
    foot, found = space.found(region, chain_id, scenario)
    documents = gap_documents(space.store, space.regions, foot, found)
    if since:
        from graph.gaps.changes import statuses, with_history

        past = _past(space, since, json_output)
        old_foot, old = past.found(region, chain_id)
        states = statuses(old, found)
        gone = [g for g in old if states[g.segment]["status"] == "healed"]
        healed = gap_documents(past.store, space.regions, old_foot, gone)
        documents = with_history(documents, healed, states, past.day)
    if certificate:
        from outreach.papers.gap_certificate import save

        wanted = space.segment(certificate)
        gap = next((d for d in documents if d["segment"] == wanted), None)
        if gap is None:
            raise InvalidArgument(f"{wanted} is no gap of this region, so there is nothing to certify")
        file = save(out_dir, gap, space.regions.full_name(foot.region), _day(space))
        documents = [gap]
        err.print(f"缺口认定书已写入 {file}", markup=False, highlight=False, soft_wrap=True)
    if json_output:
        print_json(documents)
        return
    if not foot.local:
        err.print(f"{space.regions.full_name(foot.region)}：数据不足，在库没有本地企业，还不能判断缺口")
    from graph.gaps.documents.certificate import lines
    from graph.gaps.documents.labels import HISTORY

    names = {c.id: c.name for c in space.network.chains}
    shown = ("",) if not since else ("变化",)
    rows = [
        (
            i,
            names[d["chain"]],
            d["name"],
            KIND[d["kind"]]["zh"],
            ACTION[d["action"]]["zh"],
            VERDICT[d["verdict"]]["zh"],
            f"{d['score']:.2f}",
            f"{d['interval'][0]:.2f}–{d['interval'][1]:.2f}",
            HISTORY[d["history"]["status"]]["zh"] if since else "",
        )
        for i, d in enumerate(documents, 1)
    ]
    table(("", "产业链", "环节", "类型", "做法", "结论", "得分", "区间", *shown), rows)
    if explain:
        for d in documents:
            for line in lines(d, "zh"):
                out.print(line, markup=False, highlight=False, soft_wrap=True)


@app.command()
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
        bool, typer.Option("--unsure", help="也考虑数据不足的缺口 / gaps that the data do not carry too")
    ] = False,
    db: Db = None,
    json_output: Json = False,
) -> None:
    """组合引进：限额内最值得引进的几个项目。The best landings under limits, with an upper bound."""
    from graph.gaps.documents import plans
    from graph.gaps.documents.labels import RESOURCE
    from graph.gaps.portfolio import Limits

    space = workspace(db)
    chain = space.chain(chain_id) if chain_id else ""
    found = space.found(region)
    document = plans.portfolio_document(space.store, space.regions, found, Limits(k, money, land, power), chain, unsure)
    if json_output:
        print_json(document)
        return
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
    err.print(f"累计成效 {document['value']:.1%}，不超过 {document['bound']:.1%}（任何组合的上限）")
    for resource, segments in document["left_out"].items():
        if segments:
            err.print(f"{RESOURCE[resource]['zh']}待核，未列入：" + "、".join(s["name"] for s in segments))


@app.command()
def across(
    region: RegionOption,
    db: Db = None,
    json_output: Json = False,
) -> None:
    """跨链：能同时补两条以上产业链的环节和企业。What closes gaps in two or more chains."""
    from graph.gaps import across_chains

    space = workspace(db)
    foot, found = space.found(region)
    document: dict[str, Any] = rounded(
        {
            "region": foot.region,
            "segments": across_chains.segments_across(foot, found),
            "firms": across_chains.firms_across(space.store, space.regions, foot, found),
        }
    )
    if json_output:
        print_json(document)
        return
    names = {c.id: c.name for c in space.network.chains}
    for key, word in (("segments", "环节"), ("firms", "企业")):
        rows = [
            (d["name"], "、".join(names[c] for c in d["chains"]), "、".join(r["name"] for r in d["reasons"][:5]))
            for d in document[key]
        ]
        table((word, "产业链", "下游环节" if key == "segments" else "可补缺口"), rows)


@app.command()
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


@app.command()
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
    past = _past(space, since, json_output)
    chain = space.chain(chain_id) if chain_id else ""
    document = plans.changes_document(
        space.store, past.snapshot.last, past.found(region), space.found(region), past.day, chain
    )
    if json_output:
        print_json(document)
        return
    n = {status: len(rows) for status, rows in document["gaps"].items()}
    err.print(f"自 {document['since']}：新增缺口 {n['new']}，已补 {n['healed']}，持续 {n['persistent']}")
    for fact in document["facts"]:
        out.print(fact_sentence(fact, "zh"), markup=False, highlight=False, soft_wrap=True)


def _scenario(space: Workspace, without: Sequence[str], what_if: Sequence[str]) -> tuple[Change, ...]:
    """Segments hidden first, then the changes in the order given."""
    if not (without or what_if):
        return ()
    from graph.gaps.scenario import Remove

    return (*(Remove(space.segment(s)) for s in without), *space.changes(what_if))


def _past(space: Workspace, day: str, json_output: bool) -> PastWorkspace:
    """The workspace at a day, read now, under a progress bar: on a large store it takes a while."""
    with bar(json_output) as step:
        past = space.as_of(day, step)
        _ = past.store
    return past


def _day(space: Workspace) -> str:
    """The day the data are of: that of the newest load."""
    from graph.model.days import loaded_on

    newest = max(space.store.batches(), key=lambda b: b.id, default=None)
    return loaded_on(newest).isoformat() if newest else ""


def _print_scenario(document: dict[str, Any]) -> None:
    rows = [
        (c["name"], f"{c['before']:.1%}", f"{c['after']:.1%}")
        for c in document["completeness"]
        if c["before"] != c["after"] or document["chain"]
    ]
    table(("产业链", "完整度（前）", "完整度（后）"), rows)
    single, found = document["single_points"], document["gaps"]
    err.print(f"单点环节 {single['before']} → {single['after']}；缺口 {found['before']} → {found['after']}")
    for key, word in (("new", "新增"), ("healed", "不再列为缺口"), ("moved", "变动")):
        for g in found[key][:20]:
            states = [
                KIND[g[side]["kind"]]["zh"] + f"第 {g[side]['rank']} 位" for side in ("before", "after") if side in g
            ]
            out.print(f"{word}：{g['name']}（{' → '.join(states)}）", markup=False, highlight=False)
