"""One firm, with the source of every field."""

from __future__ import annotations

from typing import Annotated

import typer

from commands.console import Db, Json, line, note, print_json, workspace

# What a person reads; `--json` names fields, roles and states by their ids.
FIELDS = {
    "name": "名称",
    "uscc": "统一社会信用代码",
    "stock_code": "股票代码",
    "aliases": "其他名称",
    "former_names": "曾用名",
    "status": "经营状态",
    "status_date": "状态日期",
    "region": "地区代码",
    "county": "县（市、区）",
    "unit": "责任主体",
    "address": "地址",
    "products": "产品",
    "scope": "经营范围",
    "founded": "成立日期",
    "capital_wan": "注册资本（万元）",
    "employees": "从业人数",
    "revenue_yi": "年营业收入（亿元）",
    "revenue_year": "收入年份",
    "parent": "母公司",
    "ent_type": "企业类型",
    "tags": "标签",
}


def firm(
    given: Annotated[str, typer.Argument(metavar="NAME|CODE", help="企业名称、信用代码或股票代码")],
    db: Db = None,
    json_output: Json = False,
) -> None:
    """一家企业及每项信息的来源。One firm, with the source of every field."""
    from graph.model.text import rounded
    from graph.model.words import ROLE, STATUS
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
    head = (told["name"], told["uscc"], told["region"]["name"], STATUS[told["status"]]["zh"])
    line("  ".join(part for part in head if part))
    segments = space.network.segments
    for part in told["segments"]:
        name = segments[part["segment"]].name
        line(f"  {name}（{part['segment']}）  {ROLE[part['role']]['zh']}  可信度 {part['confidence']:.2f}")
    if not told["segments"]:
        line("  未归入任何环节 / in no segment")
    for said in told["sources"]:
        value = "、".join(map(str, said["value"])) if isinstance(said["value"], list) else said["value"]
        if said["field"] == "status":
            value = STATUS[value]["zh"]
        line(f"  {FIELDS[said['field']]}：{value}（{said['source']}{'，' + said['as_of'] if said['as_of'] else ''}）")
