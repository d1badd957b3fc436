"""Target firms: for a gap, and for what local firms look for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.console import Db, Json, RegionOption, bar, err, note, print_json, table, workspace
from commands.files import ends_in, write_file
from graph.errors import InvalidArgument, UnreadableFile

if TYPE_CHECKING:
    from recommend.explain.shapes import TargetDocument
    from workspace import Workspace


def recommend(
    region: RegionOption,
    segment: Annotated[list[str], typer.Option("--segment", help="环节 / segment id or name")],
    top: Annotated[int, typer.Option("--top", help="最多几家 / how many", min=1, max=1000)] = 20,
    exclude_local: Annotated[
        bool, typer.Option("--exclude-local", help="不含本地企业 / no firm seated in the region")
    ] = False,
    one_owner: Annotated[
        bool, typer.Option("--one-owner", help="一集团一家，注明谁在对接 / each group once, with who holds it")
    ] = False,
    out_file: Annotated[
        Path | None, typer.Option("--out", help="另存为工作簿 .xlsx / also write the list as an Excel workbook")
    ] = None,
    db: Db = None,
    json_output: Json = False,
) -> None:
    """为一个缺口推荐目标企业。Target firms for a gap, best first."""
    if out_file is not None:
        ends_in(out_file, ".xlsx")
    space = workspace(db)
    code = space.regions.get(region).code
    wanted = [space.recruitable(s) for s in segment]
    if out_file is not None and (one_owner or len(set(wanted)) > 1):
        raise InvalidArgument("--out writes the list of one segment; name one with --segment, without --one-owner")
    _warm(space, json_output)
    found = {s: space.recommender.recommend(code, s, top, exclude_local) for s in dict.fromkeys(wanted)}
    for s in found:
        _warn(space, s, found[s])
    documents: Sequence[Mapping[str, Any]]
    if one_owner:
        from outreach.targets.claims import claims_by_name
        from outreach.targets.one_owner import groups, with_claims

        with space.casework.read() as session:
            documents = with_claims(groups(space.network, found), claims_by_name(session, code))
    else:
        documents = [t for s in wanted for t in found[s]]
    if out_file is not None:
        write_file(out_file, _workbook(space, code, wanted[0], found[wanted[0]]))
        note(f"名单已写入 {out_file}")
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
            *((_owner(d),) if one_owner else ()),
        )
        for i, d in enumerate(documents, 1)
    ]
    table(("", "等级", "企业", "所在地", "主要产品", "首要理由", *(("对接",) if one_owner else ())), rows)


def _workbook(space: Workspace, region: str, segment: str, targets: list[TargetDocument]) -> bytes:
    """The workbook that the page 目标企业 saves for this list."""
    from outreach.papers.target_list import list_workbook, with_names

    gap = next((g for g in space.gaps(region) if g["segment"] == segment), None)
    # A copy: the JSON document names no firm in its evidence.
    named = with_names(deepcopy(targets), {f.id: f.name for f in space.recommender.firms.values()})
    return list_workbook(named, segment, region, gap, space.store, space.regions, space.network, date.today())


def _warn(space: Workspace, segment: str, targets: Sequence[TargetDocument]) -> None:
    """What is forbidden or warned of in the whole segment, and that the place should not recruit it, on stderr: it
    holds for every firm of the list."""
    from graph.gaps.priorities.group_words import red_line

    for line in space.chance_data.red_lines.bearing(segment, ()):
        note(f"红线 {space.network.segments[segment].name}：{red_line(line)['zh']}")
    if why := next((t["unsuitable"] for t in targets if "unsuitable" in t), None):
        note(f"{space.network.segments[segment].name}：{why['text']}")


def _warm(space: Workspace, json_output: bool) -> None:
    """Firms that the encoder has not read yet, under a progress bar; nothing to do once they are."""
    with bar(json_output) as step:
        space.recommender.warm(lambda done, total: step("编码企业", done, total))
    for told in space.recommender.taught_notes:
        note(f"{told.zh} / {told.en}")


def _owner(document: Mapping[str, Any]) -> str:
    held = document["held"]
    return f"{held['team']}（自 {held['since'] or '待核'}）" if held else f"建议{document['owner']['name']}"


def demand(
    region: RegionOption,
    needs: Annotated[
        Path | None,
        typer.Option("--needs", help="本地企业需求表，CSV 或 XLSX；不给则用需求库 / table of needs, else the library"),
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="存入需求库 / keep them in the library of needs")] = False,
    top: Annotated[int, typer.Option("--top", help="最多几家 / how many", min=1, max=1000)] = 20,
    db: Db = None,
    json_output: Json = False,
) -> None:
    """本地需求优先：谁能供给本地企业正在找的东西。Targets that local firms are looking for, most wanted first."""
    from outreach.targets import needs as library
    from recommend.lists.demand import Need, demand_first

    if keep and needs is None:
        raise InvalidArgument("--keep keeps the needs of a file; name one with --needs")
    space = workspace(db)
    code = space.regions.get(region).code
    if needs is not None:
        rows, bad = space.read_needs(needs)
        for b in bad:
            err().print(f"{needs.name} {b}", markup=False, highlight=False, soft_wrap=True)
        if not rows:
            raise UnreadableFile(needs.name, "not one of its rows can be used", "mend the rows named above")
        if keep:
            new, known = library.keep(space.casework, space.store, rows, code, needs.name)
            err().print(f"需求库：新增 {new} 条，已有 {known} 条")
        asked = [Need(r.firm, r.segment, r.words) for r in rows]
    else:
        with space.casework.read() as session:
            asked = library.as_needs(library.open_needs(session, code), space.network.segments)
    _warm(space, json_output)
    wanted = dict.fromkeys(n.segment for n in asked)
    found = demand_first(asked, {s: space.recommender.recommend(code, s, top, True) for s in wanted})[:top]
    if json_output:
        print_json(found)
        return
    if not asked:
        err().print("需求库里还没有需求；用 --needs 读入，或在“目标企业”页的“本地需求”中录入")
        return
    shown = [
        (
            i,
            r["target"]["grade"],
            r["target"]["firm"]["name"],
            r["target"]["firm"]["place"],
            "、".join(dict.fromkeys(n["firm"] for n in r["needs"])),
        )
        for i, r in enumerate(found, 1)
    ]
    table(("", "等级", "企业", "所在地", "谁在找"), shown)
