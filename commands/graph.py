"""Copies of the graph between stores, and exports."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from commands.console import Db, Json, bar, err, group_of_commands, print_json, table, workspace
from graph import settings as settings_module
from graph.errors import InvalidArgument
from graph.store.opening import server

graph_app = group_of_commands("图谱的复制与导出。Copies between stores, and exports.")


@graph_app.command()
def push(
    embeddings: Annotated[
        bool, typer.Option("--embeddings", help="同时写入企业和环节的向量 / the vectors of firms and segments too")
    ] = False,
    gently: Annotated[
        bool,
        typer.Option(
            "--gently", help="上班时间用：慢一些，不耽误别人看页面 / in office hours: slower, pages stay quick"
        ),
    ] = False,
    db: Db = None,
    json_output: Json = False,
) -> None:
    """把本机图谱复制到图数据库。Copy the graph of --db to the server that LIANTU_GRAPH names."""
    _copy("push", db, json_output, embeddings, gently)


@graph_app.command()
def embed(db: Db = None, json_output: Json = False) -> None:
    """把企业和环节的向量写入图数据库。Bring the vectors on the server up to date."""
    document = _embed(db, json_output)
    if json_output:
        print_json(document)


def _embed(db: str | None, json_output: bool) -> dict[str, dict[str, Any]]:
    from recommend.retrieve.nearest import send

    space = workspace(db)
    store = server(space.settings)
    with bar(json_output) as step:
        document = send(store, space.network, space.encoder, step)
    for record, word in (("firm", "企业"), ("segment", "环节")):
        done = document[record]
        how = "向量索引检索" if done["index"] else "服务器没有向量索引，逐条比对"
        err().print(f"{word}向量：写入 {done['written']}，未变 {done['unchanged']}，删除 {done['removed']}；{how}")
    return document


@graph_app.command()
def nearest(
    segment: Annotated[str, typer.Option("--segment", help="环节 / segment")],
    top: Annotated[int, typer.Option("--top", min=1, max=1000)] = 20,
    db: Db = None,
    json_output: Json = False,
) -> None:
    """产品与某环节最相近的企业，在图谱所在处检索。Firms nearest in meaning to a segment, found where the graph is."""
    from recommend.retrieve.nearest import nearest as find

    space = workspace(db)
    found = find(space.store, space.network, space.encoder, space.recruitable(segment), top)
    if json_output:
        print_json(found)
        return
    table(
        ("企业", "地区", "相近度"),
        [(d["firm"]["name"], space.regions.name(d["firm"]["region"]), f"{d['cosine']:.3f}") for d in found],
    )


@graph_app.command()
def pull(db: Db = None, json_output: Json = False) -> None:
    """把图数据库复制到本机。Copy the graph on the server to --db."""
    _copy("pull", db, json_output)


def _copy(kind: str, db: str | None, json_output: bool, embeddings: bool = False, gently: bool = False) -> None:
    from graph.store.copy import copy
    from graph.store.embedded.store import EmbeddedStore
    from graph.store.neo4j.load.writer import FULL, GENTLE

    settings = settings_module.load(db)
    with bar(json_output) as step:
        if kind == "push":
            target = server(settings, create=True)
            target.pace = GENTLE if gently else FULL
            report = copy(EmbeddedStore.open(settings.url), target, kind, step)
        else:
            report = copy(server(settings), EmbeddedStore.create(settings.url), kind, step)
    vectors = _embed(db, json_output) if embeddings else None
    if json_output:
        print_json(report.as_dict() | ({"vectors": vectors} if vectors else {}))
        return
    rows = [
        (n, c.added, c.changed, c.unchanged, c.retired, report.hashes[n].as_dict()["hash"][:12])
        for n, c in sorted(report.counts.items())
    ]
    table(("", "新增", "更改", "未变", "停用", "内容指纹"), rows)
    err().print("两边内容一致。both stores hold the same")


@graph_app.command("diff")
def graph_diff(db: Db = None, json_output: Json = False) -> None:
    """比较本机与图数据库，不同则退出码为 1。Compare --db with the server; exit 1 where they differ."""
    from graph.store.copy import diff
    from graph.store.embedded.store import EmbeddedStore

    settings = settings_module.load(db)
    with bar(json_output) as step:
        found = diff(EmbeddedStore.open(settings.url), server(settings), step)
    if json_output:
        print_json({name: d.as_dict() for name, d in found.items()})
    else:
        rows = [(n, d.left.count, d.right.count, "一致" if d.same else "不同", *d.totals) for n, d in found.items()]
        table(("", "本机", "服务器", "", "仅本机", "仅服务器", "内容不同"), rows)
    if not all(d.same for d in found.values()):
        raise typer.Exit(1)


@graph_app.command()
def export(
    out_dir: Annotated[Path, typer.Option("--out", help="输出文件夹 / folder")],
    form: Annotated[str, typer.Option("--format", help="graphml | cypher | csv | neo4j-admin")] = "csv",
    db: Db = None,
    json_output: Json = False,
) -> None:
    """导出图谱。Export the graph."""
    from graph.store.export import FORMATS, write

    if form not in FORMATS:
        raise InvalidArgument(f"no format {form!r}; there are {', '.join(FORMATS)}")
    space = workspace(db)
    with bar(json_output) as step:
        written = write(space.store, out_dir, form, step)
    if json_output:
        print_json(written)
        return
    err().print(f"已写入 {out_dir.name}：" + "，".join(f"{name} {n}" for name, n in written.items()))
