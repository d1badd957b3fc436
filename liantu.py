"""The command line of liantu, and the one file that names the pipeline: data → store → gaps → targets → paper.

`--json` prints one JSON document to stdout; everything else goes to stderr. Exit 0 done, 1 failed, 2 wrong call.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from graph import catalogue as cat
from graph import settings as settings_module
from graph.chain_sets import ChainSets
from graph.errors import InvalidArgument, LiantuError, StoreError
from graph.footprint import Footprint, Network, footprint
from graph.gaps import find_gaps
from graph.opening import create_store, open_store, server
from graph.regions import Regions
from graph.report import chain_document, gap_documents
from graph.settings import Settings
from graph.words import ACTION, KIND, VERDICT

if TYPE_CHECKING:
    from graph.types import Segment
    from ingest.assign import Assigner
    from ingest.build import BuildReport
    from ingest.load import LoadReport
    from recommend.encode import CachedEncoder
    from recommend.engine import Recommender

err = Console(stderr=True)
out = Console(width=None if sys.stdout.isatty() else 200)  # piped, a table must not be cut at 80 columns
app = typer.Typer(
    add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False,
    help="链图 liantu：产业链图谱与目标企业推荐。Industry-chain graph and target-enterprise recommender.",
)  # fmt: skip


@dataclass
class Workspace:
    """Everything a command or a page works with, opened when first used."""

    settings: Settings

    @cached_property
    def catalogue(self) -> cat.Catalogue:
        catalogue = cat.load(self.settings.data / "chains")
        sets = self.settings.data / "sets.yaml"
        if sets.is_file():  # a folder of one's own need not have sets; where it has, they must fit the chains
            ChainSets.load(sets, catalogue)
        return catalogue

    @cached_property
    def regions(self) -> Regions:
        return Regions.load(self.settings.data / "regions.csv")

    @cached_property
    def store(self) -> Any:
        return open_store(self.settings)

    @cached_property
    def network(self) -> Network:
        """The chains as the store holds them."""
        return Network(tuple(self.store.chains()))

    @cached_property
    def general_terms(self) -> Any:
        from ingest.lexicon import GeneralTerms

        return GeneralTerms.load(self.settings.data / "terms.yaml")

    def assigner(self, segments: list[Segment]) -> Assigner:
        """Assigns firms to these segments, asking the encoder where terms leave doubt."""
        from ingest.assign import Assigner

        return Assigner(segments, self.encoder, self.general_terms)

    @cached_property
    def encoder(self) -> CachedEncoder:
        """The text encoder with its vector cache, loaded only when something new must be encoded."""
        from recommend.encode import cached

        return cached(self.settings.model, self.settings.vectors)

    def build(self, progress: Callable[[str, int, int], None] | None = None, force: bool = False) -> BuildReport:
        """Create or update the store from `data/`; nothing is done where the store is of this data already."""
        from ingest.build import BuildReport, build, is_current
        from ingest.load import silent

        file = self.settings.store_file
        if self.settings.graph:
            server(self.settings, create=True)  # a server that cannot be used should not cost a minute of reading first
        if not force and (file is None or file.is_file()):
            with suppress(StoreError):  # no store yet, or one that must be brought up to date
                if is_current(self.store, self.settings.data, self.encoder.model_id):
                    return BuildReport(self.store.counts(), 0)
        catalogue = self.catalogue  # checked before the store is touched
        regions = self.regions
        assigner = self.assigner(list(catalogue.segments.values()))
        report = build(
            lambda: create_store(self.settings), self.settings.data, catalogue, regions, assigner,
            self.settings.max_file_mb, progress or silent,
        )  # fmt: skip
        # The first list a user asks for should not wait for the encoder.
        self.recommender.warm(lambda done, total: (progress or silent)("编码企业", done, total))
        return report

    def ingest(
        self,
        file: Path,
        source: str = "",
        region: str = "",
        report_dir: Path | None = None,
        progress: Callable[[str, int, int], None] | None = None,
    ) -> LoadReport:
        """Load a user's file into the store."""
        from ingest.load import ingest_file, silent

        code = self.regions.get(region).code if region else ""
        assigner = self.assigner(list(self.network.segments.values()))
        return ingest_file(
            self.store, file, self.regions, assigner, source, code, self.settings.max_file_mb, report_dir, progress or silent
        )  # fmt: skip

    def footprint(self, region: str, without: tuple[str, ...] = ()) -> Footprint:
        """A region's footprint; unknown regions and segments raise `UnknownName`."""
        code = self.regions.get(region).code
        hidden = tuple(self.segment(s) for s in without)
        return footprint(self.store, self.regions, code, self.network, hidden)

    def gaps(self, region: str, chain: str = "", without: tuple[str, ...] = ()) -> list[dict[str, Any]]:
        """Gaps of a region as documents, best first."""
        chain_id = self.chain(chain) if chain else ""
        foot = self.footprint(region, without)
        return gap_documents(self.store, self.regions, foot, find_gaps(foot, chain_id))

    def chain(self, given: str) -> str:
        """The id of a chain given by id or name."""
        return cat.Catalogue(self.network.chains).chain(given).id

    def segment(self, given: str) -> str:
        """The full id of a segment given by id or unambiguous name."""
        return cat.Catalogue(self.network.chains).segment(given).id

    @cached_property
    def recommender(self) -> Recommender:
        from recommend.engine import Recommender

        return Recommender(self.store, self.regions, self.network, self.encoder)


@contextmanager
def _bar(json_output: bool = False) -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on stderr, one task for each thing that is being done."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=json_output and not err.is_terminal) as bar:
        tasks: dict[str, Any] = {}

        def step(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        yield step


def _print_json(document: Any) -> None:
    sys.stdout.write(json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n")


def _workspace(db: str | None) -> Workspace:
    return Workspace(settings_module.load(db))


Db = Annotated[str | None, typer.Option("--db", help="存储文件或地址 / store path or URL")]
Json = Annotated[bool, typer.Option("--json", help="输出一个 JSON 文档 / print one JSON document")]
RegionOption = Annotated[str, typer.Option("--region", help="地区代码或名称 / region code or name")]


@app.command()
def build(
    force: Annotated[bool, typer.Option("--force", help="即使数据未变也重建 / even if nothing changed")] = False,
    db: Db = None,
    json_output: Json = False,
) -> None:
    """从 data/ 建立或更新图谱。Build or update the store from data/."""
    space = _workspace(db)
    with _bar(json_output) as step:
        report = space.build(step, force)
    if json_output:
        _print_json({"counts": report.counts, "refreshed": report.refreshed})
        return
    shown = ("chain", "segment", "link", "firm", "membership", "institution", "park", "unit")
    err.print("图谱已就绪：" + "，".join(f"{k} {report.counts[k]}" for k in shown))


@app.command()
def chains(db: Db = None, json_output: Json = False) -> None:
    """列出产业链。List the chains."""
    space = _workspace(db)
    firms: dict[str, set[str]] = {}
    for m in space.store.members():
        firms.setdefault(m.segment_id.split(".")[0], set()).add(m.firm_id)
    document = [
        {"id": c.id, "name": c.name, "name_en": c.name_en, "segments": len(c.segments), "links": len(c.links),
         "firms": len(firms.get(c.id, ()))}
        for c in space.network.chains
    ]  # fmt: skip
    if json_output:
        _print_json(document)
        return
    _table(
        ("id", "产业链", "环节", "上下游关系", "企业"),
        [(d["id"], d["name"], d["segments"], d["links"], d["firms"]) for d in document],
    )


@app.command()
def chain(
    chain_id: Annotated[str, typer.Argument(metavar="CHAIN")],
    region: RegionOption = "410700",
    db: Db = None,
    json_output: Json = False,
) -> None:
    """一条链的环节、本地与全国企业数。One chain with its segments."""  # fmt: skip
    space = _workspace(db)
    wanted = space.chain(chain_id)
    foot = space.footprint(region)
    document = chain_document(
        space.network.chains[[c.id for c in space.network.chains].index(wanted)], foot, find_gaps(foot, wanted)
    )
    if json_output:
        _print_json(document)
        return
    from graph.words import STATE, TIER

    rows = [
        (
            s["id"].split(".")[1],
            s["name"],
            TIER[s["tier"]]["zh"],
            s["firms_local"],
            s["firms_national"],
            f"{s['strength']:.1f}",
            STATE[s["state"]]["zh"],
        )
        for s in document["segments"]
    ]
    _table(("id", "环节", "位置", "本地企业", "全国企业", "本地实力", "状态"), rows)


@app.command()
def ingest(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...")],
    source: Annotated[str, typer.Option("--source", help="数据来源名称 / name of the source")] = "",
    region: Annotated[str, typer.Option("--region", help="缺地区时按此地区 / region of rows that name none")] = "",
    report: Annotated[
        Path, typer.Option("--report", help="问题行报告的文件夹 / folder for the report of rejected rows")
    ] = Path("var/reports"),
    db: Db = None,
    json_output: Json = False,
) -> None:
    """导入企业表（CSV、XLSX）。Load tables of firms."""
    space = _workspace(db)
    done = []
    for file in files:
        with _bar(json_output) as step:
            result = space.ingest(file, source, region, report, step)
        done.append(result)
        if not json_output:
            err.print(
                f"{result.file}：{result.rows} 行，企业 {result.firms} 家（新增 {result.new_firms}，已有 {result.matched_firms}），"
                f"归入环节 {result.assigned} 家；未入库 {result.rejected} 行，提示 {result.notes} 条"
                + (f"，见 {result.report_file}" if result.report_file else "")
            )
    if json_output:
        _print_json([r.as_dict() for r in done])


@app.command()
def gaps(
    region: RegionOption,
    chain_id: Annotated[str, typer.Option("--chain", help="只看一条链 / one chain only")] = "",
    without: Annotated[
        list[str] | None, typer.Option("--without", help="假设本地没有该环节的企业 / hide a segment's local firms")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="逐条说明依据 / print the reasons")] = False,
    db: Db = None,
    json_output: Json = False,
) -> None:
    """缺口，最要紧的在前。Gaps of a region, best first."""
    space = _workspace(db)
    documents = space.gaps(region, chain_id, tuple(without or ()))
    if json_output:
        _print_json(documents)
        return
    names = {c.id: c.name for c in space.network.chains}
    rows = [
        (i, names[d["chain"]], d["name"], KIND[d["kind"]]["zh"], ACTION[d["action"]]["zh"], VERDICT[d["verdict"]]["zh"],
         f"{d['score']:.2f}", f"{d['interval'][0]:.2f}–{d['interval'][1]:.2f}")
        for i, d in enumerate(documents, 1)
    ]  # fmt: skip
    _table(("", "产业链", "环节", "类型", "做法", "结论", "得分", "区间"), rows)
    if explain:
        for d in documents:
            out.print(d["sentence"])


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
    space = _workspace(db)
    code = space.regions.get(region).code
    wanted = [space.segment(s) for s in segment]
    documents = [t for s in wanted for t in space.recommender.recommend(code, s, top, exclude_local)]
    if json_output:
        _print_json(documents)
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
    _table(("", "等级", "企业", "所在地", "主要产品", "首要理由"), rows)


@app.command()
def rank(
    firms: Annotated[Path, typer.Option("--firms")],
    queries: Annotated[Path, typer.Option("--queries")],
    out_file: Annotated[Path, typer.Option("--out")],
    top: Annotated[int, typer.Option("--top", min=1)] = 200,
    db: Db = None,
) -> None:
    """检索评测：为每个查询排列企业。Pure retrieval, for evaluation."""
    from recommend.evaluate import rank_files

    space = _workspace(db)
    with _bar() as step:
        n = rank_files(firms, queries, out_file, top, space.encoder, step)
    err.print(f"{n} 个查询已写入 {out_file.name}")


@app.command()
def classify(
    firms: Annotated[Path, typer.Option("--firms")], out_file: Annotated[Path, typer.Option("--out")], db: Db = None
) -> None:
    """归链评测：企业名称和经营范围 → 产业链。Pure assignment, for evaluation."""
    from ingest.classify import classify_file

    space = _workspace(db)
    with _bar() as step:
        n = classify_file(firms, out_file, space.assigner(list(space.catalogue.segments.values())), step)
    err.print(f"{n} 家企业已写入 {out_file.name}")


@app.command()
def check(
    against: Annotated[
        Path | None, typer.Option("--against", help="与外部上市公司表核对 / compare with an outside table")
    ] = None,
    warnings: Annotated[bool, typer.Option("--warnings", help="逐条列出提示 / list the warnings too")] = False,
    json_output: Json = False,
) -> None:
    """检查 data/ 的全部内容，有错误则退出码为 1。Lint everything that ships in data/."""
    from ingest.lint import compare, lint

    space = _workspace(None)
    data = space.settings.data
    findings = lint(data)
    if not any(f.code == "catalogue" for f in findings):
        _ = space.catalogue  # the chain sets, held against the chains
    errors = [f for f in findings if f.severity == "error"]
    agreement = compare(data, against) if against else None
    if json_output:
        _print_json(
            {"errors": len(errors), "warnings": len(findings) - len(errors), "findings": [vars(f) for f in findings],
             "agreement": asdict(agreement) if agreement else None}
        )  # fmt: skip
    else:
        for f in findings if warnings else errors:
            out.print(f"{f.severity} {f.code} {f.where}：{f.zh}", markup=False, highlight=False, soft_wrap=True)
        if agreement:
            for d in agreement.disagreements:
                out.print(
                    f"{d.field} {d.stock_code} {d.file}:{d.row}：本表“{d.ours}”，对照表“{d.theirs}”",
                    markup=False,
                    soft_wrap=True,
                )
            err.print(
                f"上市公司 {agreement.listed} 家，对照 {agreement.compared} 家：名称一致 {agreement.name_rate:.1%}，"
                f"城市一致 {agreement.city_rate:.1%}，信用代码一致 {agreement.uscc_rate:.1%}；对照表未收录 {len(agreement.not_in_table)} 家"
            )
        err.print(f"错误 {len(errors)} 项，提示 {len(findings) - len(errors)} 项")
    if errors:
        raise typer.Exit(1)


graph_app = typer.Typer(no_args_is_help=True, help="图谱的复制与导出。Copies between stores, and exports.")
app.add_typer(graph_app, name="graph")


@graph_app.command()
def push(db: Db = None, json_output: Json = False) -> None:
    """把本机图谱复制到图数据库。Copy the graph of --db to the server that LIANTU_GRAPH names."""
    _copy("push", db, json_output)


@graph_app.command()
def pull(db: Db = None, json_output: Json = False) -> None:
    """把图数据库复制到本机。Copy the graph on the server to --db."""
    _copy("pull", db, json_output)


def _copy(kind: str, db: str | None, json_output: bool) -> None:
    from graph.copy import copy
    from graph.embedded import EmbeddedStore

    settings = settings_module.load(db)
    with _bar(json_output) as step:
        if kind == "push":
            report = copy(EmbeddedStore.open(settings.url), server(settings, create=True), kind, step)
        else:
            report = copy(server(settings), EmbeddedStore.create(settings.url), kind, step)
    if json_output:
        _print_json(report.as_dict())
        return
    rows = [
        (n, c.added, c.changed, c.unchanged, c.retired, report.hashes[n].as_dict()["hash"][:12])
        for n, c in sorted(report.counts.items())
    ]
    _table(("", "新增", "更改", "未变", "停用", "内容指纹"), rows)
    err.print("两边内容一致。both stores hold the same")


@graph_app.command("diff")
def graph_diff(db: Db = None, json_output: Json = False) -> None:
    """比较本机与图数据库，不同则退出码为 1。Compare --db with the server; exit 1 where they differ."""
    from graph.copy import diff
    from graph.embedded import EmbeddedStore

    settings = settings_module.load(db)
    with _bar(json_output) as step:
        found = diff(EmbeddedStore.open(settings.url), server(settings), step)
    if json_output:
        _print_json({name: d.as_dict() for name, d in found.items()})
    else:
        rows = [(n, d.left.count, d.right.count, "一致" if d.same else "不同", *d.totals) for n, d in found.items()]
        _table(("", "本机", "服务器", "", "仅本机", "仅服务器", "内容不同"), rows)
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
    from graph.export import FORMATS, write

    if form not in FORMATS:
        raise InvalidArgument(f"no format {form!r}; there are {', '.join(FORMATS)}")
    space = _workspace(db)
    with _bar(json_output) as step:
        written = write(space.store, out_dir, form, step)
    if json_output:
        _print_json(written)
        return
    err.print(f"已写入 {out_dir.name}：" + "，".join(f"{name} {n}" for name, n in written.items()))


@app.command()
def bench(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME...]")] = None,
    db: Db = None,
) -> None:
    """测速：每项与一个公开的对照方法同场比较。Benchmarks, each beside a named peer in the same run."""
    from benchmarks.speed import CASES, run

    unknown = [n for n in names or () if n not in CASES]
    if unknown:
        raise InvalidArgument(f"no benchmark {unknown[0]!r}; there are {', '.join(CASES)}")
    rows = [run(name, _workspace(db)) for name in names or CASES]
    _table(("", "做什么", "本程序", "对照", "对照方法", "倍数"), rows)


def _table(header: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    table = Table(*header, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(str(c) for c in row))
    out.print(table)


def main() -> None:
    """Entry point: every foreseen error is one sentence on stderr and the exit code it carries."""
    try:
        app()
    except InvalidArgument as error:
        err.print(f"错误 error: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(2)
    except LiantuError as error:
        err.print(f"错误 error: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        err.print("已中断，图谱未改动。interrupted; the store is as it was.")
        sys.exit(1)


if __name__ == "__main__":
    main()
