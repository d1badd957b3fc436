"""`liantu gaps`: what is missing or weak in a region's chains, in one of five modes.

list: the gaps, best first. compare: a scenario's before and after. since: the gaps with how they stand against an
earlier day. certificate: one gap, and its certificate as a file. explain: the list with its reasons.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from commands.console import (
    ChainOption,
    Db,
    Json,
    RegionOption,
    bar,
    err,
    line,
    note,
    out,
    print_json,
    table,
    workspace,
)
from graph.errors import InvalidArgument

if TYPE_CHECKING:
    from graph.gaps.documents.plan_shapes import ScenarioDocument
    from graph.gaps.documents.shapes import GapDocument
    from graph.gaps.find import Gap
    from graph.gaps.priorities.shapes import PrioritisedGap
    from graph.gaps.scenario import Change
    from graph.region.footprint import Footprint
    from workspace import PastWorkspace, Workspace


class Order(StrEnum):
    """What the list is ordered by."""

    SCORE = "score"
    PRIORITY = "priority"


@dataclass(frozen=True)
class Request:
    """What `liantu gaps` was asked; names, chains and segments as a person writes them."""

    space: Workspace
    region: str
    chain: str
    scenario: tuple[Change, ...]
    compare: bool
    since: str
    certificate: str
    out_dir: Path
    explain: bool
    json_output: bool
    by: Order


@dataclass(frozen=True)
class Listing:
    """The gaps found, and the documents that will be printed."""

    foot: Footprint
    gaps: list[Gap]
    documents: list[GapDocument]


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
        str, typer.Option("--since", help="与某日相比：新增、持续、已补 / new, persistent or closed since a day")
    ] = "",
    certificate: Annotated[
        str, typer.Option("--certificate", help="写出该环节的缺口认定书 / write a gap's certificate")
    ] = "",
    out_dir: Annotated[Path, typer.Option("--out", help="认定书的文件夹 / folder for the certificate")] = Path(
        "var/out"
    ),
    explain: Annotated[bool, typer.Option("--explain", help="逐条说明依据 / print the reasons")] = False,
    by: Annotated[
        Order, typer.Option("--by", help="按缺口得分或按优先次序 / order by score or by priority")
    ] = Order.SCORE,
    db: Db = None,
    json_output: Json = False,
) -> None:
    """缺口，最要紧的在前。Gaps of a region, best first."""
    space = workspace(db)
    if as_of:
        space = past_workspace(space, as_of, json_output)
    scenario = _scenario(space, without or (), what_if or ())
    request = Request(space, region, chain_id, scenario, compare, since, certificate, out_dir, explain, json_output, by)
    if request.compare:
        _compare(request)
        return
    listing = _find(request)
    for asked_for, change in DOCUMENT_MODES:
        if asked_for(request):
            listing = change(request, listing)
    if json_output:
        print_json(listing.documents)
        return
    for asked_for, show in PRINTING_MODES:
        if asked_for(request):
            show(request, listing)


# -- the modes ---------------------------------------------------------------------------------------


def _compare(request: Request) -> None:
    """The scenario's before and after instead of the gaps."""
    from graph.gaps.documents import plans

    if not request.scenario:
        raise InvalidArgument("--compare needs a scenario; name one with --what-if")
    space = request.space
    before, after = space.found(request.region), space.found(request.region, changes=request.scenario)
    chain = space.chain(request.chain) if request.chain else ""
    document = plans.scenario_document(request.scenario, list(space.country.columns.members()), before, after, chain)
    if request.json_output:
        print_json(document)
    else:
        _print_scenario(document)


def _find(request: Request) -> Listing:
    from graph.gaps.documents.gap import gap_documents
    from graph.gaps.priorities.prioritiser import by_priority

    space = request.space
    foot, found = space.found(request.region, request.chain, request.scenario)
    documents = gap_documents(space.store, space.regions, foot, found, space.yardstick, space.routes)
    prioritised = space.prioritiser(foot).added(documents)
    if request.by is Order.PRIORITY:
        prioritised = by_priority(prioritised)
    for problem in space.chance_data.problems:
        note(f"{problem.file} {problem}")
    for told in space.chance_data.unreadable:
        note(told)
    return Listing(foot, found, [*prioritised])


def _add_history(request: Request, listing: Listing) -> Listing:
    """How each gap stands against an earlier day, and behind them the gaps that have closed."""
    from graph.gaps.changes import statuses, with_history
    from graph.gaps.documents.gap import gap_documents

    past = past_workspace(request.space, request.since, request.json_output)
    old_foot, old = past.found(request.region, request.chain)
    states = statuses(old, listing.gaps, request.space.network.retired)
    closed = [g for g in old if g.segment in states and states[g.segment]["status"] == "healed"]
    documents = gap_documents(past.store, request.space.regions, old_foot, closed, past.yardstick, past.routes)
    return Listing(listing.foot, listing.gaps, with_history(listing.documents, documents, states, past.day))


def _certify(request: Request, listing: Listing) -> Listing:
    """One gap alone; its certificate is written to a file."""
    from outreach.papers.gap_certificate import save

    space = request.space
    segment = space.segment(request.certificate)
    document = next((d for d in listing.documents if d["segment"] == segment), None)
    if document is None:
        raise InvalidArgument(f"{segment} is no gap of this region, so there is nothing to certify")
    file = save(request.out_dir, document, space.regions.full_name(listing.foot.region), _newest_day(space))
    note(f"缺口认定书已写入 {file}")
    return Listing(listing.foot, listing.gaps, [document])


def _print_list(request: Request, listing: Listing) -> None:
    from graph.gaps.documents.labels import HISTORY
    from graph.model.words import ACTION, KIND, VERDICT

    space, since = request.space, request.since
    if not listing.foot.local:
        place = space.regions.full_name(listing.foot.region)
        err().print(f"{place}：数据不足，在库没有本地企业，还不能判断缺口")
    names = {c.id: c.name for c in space.network.chains}
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
            _of_priority(d),
            HISTORY[d["history"]["status"]]["zh"] if since else "",
        )
        for i, d in enumerate(listing.documents, 1)
    ]
    shown = ("变化",) if since else ("",)
    table(("", "产业链", "环节", "类型", "做法", "结论", "得分", "区间", "分组与先例", *shown), rows)


def _of_priority(document: GapDocument) -> str:
    """Group and precedent in words; a gap that has closed since has none."""
    from graph.gaps.priorities.group_words import GROUP, LEVEL

    if "priority" not in document:
        return ""
    found = cast("PrioritisedGap", document)
    return f"{GROUP[found['priority']['group']]['zh']} · {LEVEL[found['chance']['level']]['zh']}"


def _print_reasons(_request: Request, listing: Listing) -> None:
    from graph.gaps.documents.certificate import lines

    for document in listing.documents:
        for text in lines(document, "zh"):
            line(text)


Asked = Callable[[Request], object]
# In the order in which they apply: a certificate may be that of a gap with its history.
DOCUMENT_MODES: tuple[tuple[Asked, Callable[[Request, Listing], Listing]], ...] = (
    (lambda r: r.since, _add_history),
    (lambda r: r.certificate, _certify),
)
PRINTING_MODES: tuple[tuple[Asked, Callable[[Request, Listing], None]], ...] = (
    (lambda r: True, _print_list),
    (lambda r: r.explain, _print_reasons),
)


# -- what they share ---------------------------------------------------------------------------------


def _scenario(space: Workspace, without: Sequence[str], what_if: Sequence[str]) -> tuple[Change, ...]:
    """Segments hidden first, then the changes in the order given."""
    if not (without or what_if):
        return ()
    from graph.gaps.scenario import Remove

    return (*(Remove(space.segment(s)) for s in without), *space.changes(what_if))


def past_workspace(space: Workspace, day: str, json_output: bool) -> PastWorkspace:
    """The workspace at a day, read now, under a progress bar: on a large store it takes a while."""
    with bar(json_output) as step:
        past = space.as_of(day, step)
        _ = past.store
    return past


def _newest_day(space: Workspace) -> str:
    """The day the data are of: that of the newest load."""
    newest = max(space.store.batches(), key=lambda b: b.id, default=None)
    return newest.loaded_on.isoformat() if newest else ""


def _print_scenario(document: ScenarioDocument) -> None:
    from graph.model.words import KIND

    completeness = [
        (c["name"], f"{c['before']:.1%}", f"{c['after']:.1%}")
        for c in document["completeness"]
        if c["before"] != c["after"] or document["chain"]
    ]
    table(("产业链", "完整度（前）", "完整度（后）"), completeness)
    single, counts = document["single_points"], document["gaps"]
    err().print(f"单点环节 {single['before']} → {single['after']}；缺口 {counts['before']} → {counts['after']}")
    changed = [
        *(("新增", g["name"], (g["after"],)) for g in counts["new"][:20]),
        *(("不再列为缺口", g["name"], (g["before"],)) for g in counts["healed"][:20]),
        *(("变动", g["name"], (g["before"], g["after"])) for g in counts["moved"][:20]),
    ]
    for word, name, states in changed:
        steps = " → ".join(f"{KIND[s['kind']]['zh']}第 {s['rank']} 位" for s in states)
        out().print(f"{word}：{name}（{steps}）", markup=False, highlight=False)
