"""One firm, with the source of every field."""

from __future__ import annotations

from typing import Annotated

import typer

from commands.console import Db, Json, line, note, print_json, workspace


def firm(
    given: Annotated[str, typer.Argument(metavar="NAME|CODE", help="企业名称、信用代码或股票代码")],
    db: Db = None,
    json_output: Json = False,
) -> None:
    """一家企业及每项信息的来源。One firm, with the source of every field."""
    from graph.model.text import rounded
    from ingest.firm_document import document, find

    space = workspace(db)
    found = find(space.store, given)
    if len(found) > 1:
        for one in found:
            note(f"{one.id}  {one.name}  {space.regions.full_name(one.region)}")
        if json_output:
            print_json([{"id": f.id, "name": f.name, "region": f.region} for f in found])
        raise typer.Exit(2)
    told = document(space.store, space.regions, found[0])
    if json_output:
        print_json(rounded(told))
        return
    line(f"{told['name']}  {told['uscc']}  {told['region']['name']}  {told['status']}")
    for part in told["segments"]:
        line(f"  {part['segment']}  {part['role']}  {part['confidence']:.2f}")
    for said in told["sources"]:
        value = "、".join(map(str, said["value"])) if isinstance(said["value"], list) else said["value"]
        line(f"  {said['field']}：{value}（{said['source']}{'，' + said['as_of'] if said['as_of'] else ''}）")
