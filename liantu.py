"""The command line of liantu, and the one file that names the pipeline: data → store → gaps → targets → paper.

`--json` prints one JSON document to stdout; everything else goes to stderr. Exit 0 done, 1 failed, 2 wrong call.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import date
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
from graph.report import chain_document, gap_documents, rounded
from graph.settings import Settings
from graph.words import ACTION, KIND, VERDICT

if TYPE_CHECKING:
    from graph.gaps import Gap
    from graph.snapshot import Snapshot
    from graph.types import Segment
    from graph.whatif import Change
    from ingest.assign import Assigner
    from ingest.build import BuildReport
    from ingest.load import LoadReport
    from outreach.casework.db import Casework
    from outreach.documents.context import Context
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
        self._sets_of(catalogue)
        return catalogue

    def _sets_of(self, catalogue: cat.Catalogue) -> ChainSets | None:
        sets = self.settings.data / "sets.yaml"
        # A folder of one's own need not have sets; where it has, they must fit the chains.
        return ChainSets.load(sets, catalogue) if sets.is_file() else None

    @cached_property
    def chain_sets(self) -> ChainSets | None:
        """The sets of chains and the mappings between them; None where the data folder names none."""
        return self._sets_of(self.catalogue)

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

    def changes(self, given: Sequence[str]) -> tuple[Change, ...]:
        """A scenario from `add:FIRM@SEGMENT` and `remove:SEGMENT`; what does not exist raises `UnknownName`."""
        from graph import whatif

        return whatif.parse(given, whatif.resolver(self.store), self.segment)

    def found(self, region: str, chain: str = "", changes: Sequence[Change] = ()) -> tuple[Footprint, list[Gap]]:
        """A region's footprint and gaps, after the changes of a scenario where there are any."""
        from graph import whatif

        code = self.regions.get(region).code
        if changes:
            foot = whatif.scene(self.store, self.regions, code, self.network, changes)
        else:
            foot = footprint(self.store, self.regions, code, self.network)
        return foot, find_gaps(foot, self.chain(chain) if chain else "")

    def as_of(self, day: str, progress: Callable[[str, int, int], None] | None = None) -> PastWorkspace:
        """The same workspace over the store as it stood at the end of a day, written 2026-11-24."""
        from graph.snapshot import day_of
        from ingest.load import silent

        return PastWorkspace(self.settings, day_of(day), progress or silent)

    def chain(self, given: str) -> str:
        """The id of a chain given by id or name."""
        return cat.Catalogue(self.network.chains).chain(given).id

    def segment(self, given: str) -> str:
        """The full id of a segment given by id or unambiguous name."""
        return cat.Catalogue(self.network.chains).segment(given).id

    @cached_property
    def casework(self) -> Casework:
        """Targets, visits and what came of them; made where there is none yet."""
        from outreach.casework.db import Casework

        return Casework(self.settings.casework_url)

    def planning_context(self, home: str, today: date | None = None, templates: Path | None = None) -> Context:
        """What the papers of a trip need: the graph, the place, the policies and the rules of fair competition."""
        from outreach.documents.context import Context
        from outreach.fairness.rules import load as load_rules
        from outreach.policies import load_policies

        policies, rules = self.settings.data / "policies.csv", self.settings.data / "rules" / "fair_competition.yaml"
        return Context(
            self.store, self.regions, self.network, home, today or date.today(), templates,
            load_policies(policies) if policies.is_file() else (), load_rules(rules) if rules.is_file() else None,
        )  # fmt: skip

    @cached_property
    def recommender(self) -> Recommender:
        from recommend.engine import Recommender

        return Recommender(self.store, self.regions, self.network, self.encoder)


@dataclass
class PastWorkspace(Workspace):
    """A workspace over the store as it stood at the end of a day."""

    day: date
    progress: Callable[[str, int, int], None]

    @cached_property
    def snapshot(self) -> Snapshot:
        from graph.embedded import EmbeddedStore
        from graph.snapshot import as_of

        if self.settings.graph:  # better no answer than that of another store
            raise InvalidArgument("--as-of reads a file's history; run `liantu graph pull`, then unset LIANTU_GRAPH")
        return as_of(
            EmbeddedStore.open(self.settings.url), self.day, lambda done, n: self.progress("还原图谱", done, n)
        )

    @cached_property
    def store(self) -> Any:
        return self.snapshot


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
ChainOption = Annotated[str, typer.Option("--chain", help="只看一条链 / one chain only")]


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
    from graph import plans
    from graph.certificate import lines
    from graph.gap_words import HISTORY
    from graph.history import statuses, with_history
    from graph.whatif import Remove

    space = _workspace(db)
    if as_of:
        space = _past(space, as_of, json_output)
    scenario = (*(Remove(space.segment(s)) for s in without or ()), *space.changes(what_if or ()))
    if compare:
        if not scenario:
            raise InvalidArgument("--compare needs a scenario; name one with --what-if")
        before, after = space.found(region), space.found(region, changes=scenario)
        document = plans.scenario_document(
            scenario, space.store.members(), before, after, space.chain(chain_id) if chain_id else ""
        )
        _print_json(document) if json_output else _print_scenario(document)
        return
    foot, found = space.found(region, chain_id, scenario)
    documents = gap_documents(space.store, space.regions, foot, found)
    if since:
        past = _past(space, since, json_output)
        old_foot, old = past.found(region, chain_id)
        states = statuses(old, found)
        gone = [g for g in old if states[g.segment]["status"] == "healed"]
        healed = gap_documents(past.store, space.regions, old_foot, gone)
        documents = with_history(documents, healed, states, past.day)
    if certificate:
        from outreach.certificate import save

        wanted = space.segment(certificate)
        gap = next((d for d in documents if d["segment"] == wanted), None)
        if gap is None:
            raise InvalidArgument(f"{wanted} is no gap of this region, so there is nothing to certify")
        file = save(out_dir, gap, space.regions.full_name(foot.region), _day(space))
        documents = [gap]
        err.print(f"缺口认定书已写入 {file}", markup=False, highlight=False, soft_wrap=True)
    if json_output:
        _print_json(documents)
        return
    names = {c.id: c.name for c in space.network.chains}
    shown = ("",) if not since else ("变化",)
    rows = [
        (i, names[d["chain"]], d["name"], KIND[d["kind"]]["zh"], ACTION[d["action"]]["zh"], VERDICT[d["verdict"]]["zh"],
         f"{d['score']:.2f}", f"{d['interval'][0]:.2f}–{d['interval'][1]:.2f}",
         HISTORY[d["history"]["status"]]["zh"] if since else "")
        for i, d in enumerate(documents, 1)
    ]  # fmt: skip
    _table(("", "产业链", "环节", "类型", "做法", "结论", "得分", "区间", *shown), rows)
    if explain:
        for d in documents:
            for line in lines(d, "zh"):
                out.print(line, markup=False, highlight=False, soft_wrap=True)


def _past(space: Workspace, day: str, json_output: bool) -> PastWorkspace:
    """The workspace at a day, read now, under a progress bar: on a large store it takes a while."""
    with _bar(json_output) as step:
        past = space.as_of(day, step)
        _ = past.store
    return past


def _day(space: Workspace) -> str:
    """The day the data are of: that of the newest load."""
    from graph.snapshot import loaded_on

    newest = max(space.store.batches(), key=lambda b: b.id, default=None)
    return loaded_on(newest).isoformat() if newest else ""


def _print_scenario(document: dict[str, Any]) -> None:
    rows = [
        (c["name"], f"{c['before']:.1%}", f"{c['after']:.1%}")
        for c in document["completeness"]
        if c["before"] != c["after"] or document["chain"]
    ]
    _table(("产业链", "完整度（前）", "完整度（后）"), rows)
    single, found = document["single_points"], document["gaps"]
    err.print(f"单点环节 {single['before']} → {single['after']}；缺口 {found['before']} → {found['after']}")
    for key, word in (("new", "新增"), ("healed", "补上"), ("moved", "变动")):
        for g in found[key][:20]:
            states = [
                KIND[g[side]["kind"]]["zh"] + f"第 {g[side]['rank']} 位" for side in ("before", "after") if side in g
            ]
            out.print(f"{word}：{g['name']}（{' → '.join(states)}）", markup=False, highlight=False)


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
    from graph import plans
    from graph.gap_words import RESOURCE
    from graph.portfolio import Limits

    space = _workspace(db)
    chain = space.chain(chain_id) if chain_id else ""
    found = space.found(region)
    document = plans.portfolio_document(space.store, space.regions, found, Limits(k, money, land, power), chain, unsure)
    if json_output:
        _print_json(document)
        return
    rows = [
        (i, d["name"], KIND[d["kind"]]["zh"], f"{d['gain']:.1%}", f"{d['value']:.1%}",
         "待核" if d["cost"]["money_yi"] is None else f"{d['cost']['money_yi']:.1f}",
         "待核" if d["cost"]["land_mu"] is None else f"{d['cost']['land_mu']:.0f}",
         "、".join(f["short"] for f in d["candidates"]["firms"][:3]))
        for i, d in enumerate(document["landings"], 1)
    ]  # fmt: skip
    _table(("", "环节", "类型", "本项贡献", "累计成效", "投资（亿元）", "用地（亩）", "可招企业"), rows)
    err.print(f"累计成效 {document['value']:.1%}，不超过 {document['bound']:.1%}（任何组合的上限）")
    for resource, segments in document["left_out"].items():
        if segments:
            err.print(f"{RESOURCE[resource]['zh']}待核，未列入：" + "、".join(s["name"] for s in segments))


@app.command()
def across(
    region: RegionOption, db: Db = None, json_output: Json = False,
) -> None:  # fmt: skip
    """跨链：能同时补两条以上产业链的环节和企业。What closes gaps in two or more chains."""
    from graph import crosschain

    space = _workspace(db)
    foot, found = space.found(region)
    document = rounded(
        {"region": foot.region, "segments": crosschain.segments_across(foot, found),
         "firms": crosschain.firms_across(space.store, space.regions, foot, found)}
    )  # fmt: skip
    if json_output:
        _print_json(document)
        return
    names = {c.id: c.name for c in space.network.chains}
    for key, word in (("segments", "环节"), ("firms", "企业")):
        rows = [
            (d["name"], "、".join(names[c] for c in d["chains"]), "、".join(r["name"] for r in d["reasons"][:5]))
            for d in document[key]
        ]
        _table((word, "产业链", "下游环节" if key == "segments" else "可补缺口"), rows)


@app.command()
def roles(region: RegionOption, chain_id: ChainOption = "", db: Db = None, json_output: Json = False) -> None:
    """链主、头部企业、核心节点企业，各附理由。Three kinds of firm, each with its reason."""
    from graph import plans
    from graph.gap_words import ROLE

    space = _workspace(db)
    chain = space.chain(chain_id) if chain_id else ""
    document = plans.roles_document(space.store, space.regions, space.footprint(region), chain)
    if json_output:
        _print_json(document)
        return
    _table(("类别", "企业", "理由"), [(ROLE[d["kind"]]["zh"], d["firm"]["name"], d["reason"]) for d in document])


@app.command()
def changes(
    region: RegionOption,
    since: Annotated[str, typer.Option("--since", help="与某日相比，如 2026-11-17 / compared with a day")],
    chain_id: ChainOption = "",
    db: Db = None,
    json_output: Json = False,
) -> None:
    """变化：某日以来的缺口和企业变动。What changed since a day, as a list of facts."""
    from graph import plans
    from graph.gap_words import fact_sentence

    space = _workspace(db)
    past = _past(space, since, json_output)
    chain = space.chain(chain_id) if chain_id else ""
    document = plans.changes_document(
        space.store, past.snapshot, past.found(region), space.found(region), past.day, chain
    )
    if json_output:
        _print_json(document)
        return
    n = {status: len(rows) for status, rows in document["gaps"].items()}
    err.print(f"自 {document['since']}：新增缺口 {n['new']}，已补 {n['healed']}，持续 {n['persistent']}")
    for fact in document["facts"]:
        out.print(fact_sentence(fact, "zh"), markup=False, highlight=False, soft_wrap=True)


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
def plan(
    region: RegionOption,
    days: Annotated[int, typer.Option("--days", help="行程天数 / days", min=1, max=31)],
    out_dir: Annotated[Path, typer.Option("--out", help="输出文件夹 / folder for all files")],
    start: Annotated[str, typer.Option("--start", help="出发日期，如 2026-12-01 / first day")],
    segment: Annotated[
        list[str] | None, typer.Option("--segment", help="环节，可重复 / segment, may be repeated")
    ] = None,
    targets: Annotated[Path | None, typer.Option("--targets", help="拜访名单 CSV、XLSX / table of targets")] = None,
    saved: Annotated[bool, typer.Option("--saved", help="用已存的名单 / the saved targets")] = False,
    teams: Annotated[int, typer.Option("--teams", help="几个组 / parties", min=1, max=6)] = 1,
    leader: Annotated[list[str] | None, typer.Option("--leader", help="各组带队领导 / leader by office")] = None,
    start_place: Annotated[str, typer.Option("--from", help="出发地 / where it begins")] = "",
    end_place: Annotated[str, typer.Option("--to", help="返回地 / where it ends")] = "",
    matrix: Annotated[Path | None, typer.Option("--matrix", help="路程表 / table of travel times")] = None,
    weekends: Annotated[bool, typer.Option("--weekends", help="周末也拜访 / visit at weekends")] = False,
    per_kind: Annotated[
        list[str] | None, typer.Option("--quota", help="名额，如 association=1..2 / quota by kind")
    ] = None,
    fixed: Annotated[
        list[str] | None,
        typer.Option("--fixed", help='固定安排，如 "2026-12-02 14:30 60 新乡市 市委会议 1" / fixed appointment'),
    ] = None,
    templates: Annotated[Path | None, typer.Option("--templates", help="自备模板文件夹 / own templates")] = None,
    keep: Annotated[bool, typer.Option("--keep", help="存入拜访台账 / keep in the casework")] = False,
    seed: Annotated[int, typer.Option("--seed")] = 0,
    date_: Annotated[str, typer.Option("--date", help="文件日期，默认今天 / date of the papers")] = "",
    db: Db = None,
    json_output: Json = False,
) -> None:
    """排行程并写出全部文件。Plan a trip: itineraries, briefs, calendar, workbook."""
    from outreach import planning

    if sum((bool(segment), targets is not None, saved)) != 1:
        raise InvalidArgument(
            "请给出 --segment、--targets 或 --saved 中的一种 / give one of --segment, --targets, --saved"
        )
    space = _workspace(db)
    home = space.regions.get(region).code
    request = planning.asked(
        home=home, start=planning.day(start, "--start"), days=days, parties=teams, leaders=leader or [], start_place=start_place,
        end_place=end_place, weekends=weekends, seed=seed, appointments=[planning.appointment(f) for f in fixed or []], **planning.quotas(per_kind or []),
    )  # fmt: skip
    with _bar(json_output) as step:
        chosen, bad = _plan_targets(space, home, segment or [], targets, saved, step)
        given = planning.matrix(matrix.name, _rows(space, matrix), space.regions) if matrix else None
        step("排行程", 0, 1)
        trip = planning.plan_trip(request, chosen, space.regions, given)
        step("排行程", 1, 1)
        today = planning.day(date_, "--date") if date_ else None
        files = planning.write(out_dir, trip, space.planning_context(home, today, templates), bad, step)
    if keep:
        planning.keep(space.casework, trip)
    if json_output:
        _print_json(
            trip | {"files": [f.relative_to(out_dir).as_posix() for f in files], "rejected": [vars(b) for b in bad]}
        )
        return
    for row in bad:
        err.print(str(row), markup=False, highlight=False, soft_wrap=True)
    visits = sum(line["kind"] == "visit" for p in trip["parties"] for line in p["lines"])
    err.print(
        f"排入拜访 {visits} 家，未排入 {len(trip['dropped'])} 家；文件 {len(files)} 个，在 {out_dir}", soft_wrap=True
    )
    for d in trip["dropped"]:
        err.print(f"未排入 {d['name']}：{d['reason']}", markup=False, highlight=False, soft_wrap=True)


def _plan_targets(
    space: Workspace,
    home: str,
    segments: list[str],
    file: Path | None,
    saved: bool,
    step: Callable[[str, int, int], None],
) -> tuple[list[dict[str, Any]], list[Any]]:
    """Targets as the command names them, and the rows of a file that could not be used."""
    from outreach import planning

    if saved:
        return planning.saved_targets(space.casework, home, space.regions, space.network), []
    if file is not None:
        return planning.from_file(file.name, _rows(space, file), space.store, space.regions, space.network)
    wanted = list(dict.fromkeys(space.segment(s) for s in segments))
    by_segment = {g["segment"]: g for g in space.gaps(home)}
    found = []
    for i, s in enumerate(wanted):
        step("挑选目标", i, len(wanted))
        found.append(planning.for_segment(space.recommender, home, s, by_segment.get(s)))
    step("挑选目标", len(wanted), len(wanted))
    return planning.mixed(found), []


def _rows(space: Workspace, file: Path) -> list[tuple[int, dict[str, str]]]:
    from ingest.tables import read_table

    return read_table(file, space.settings.max_file_mb).rows


@app.command()
def fair(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...")],
    json_output: Json = False,
) -> None:
    """公平竞争审查：检查文件中的承诺，有禁止内容则退出码为 1。Fair-competition lint of promises in papers."""
    from outreach.fairness.lint import lint as fairness
    from outreach.fairness.papers import read_text
    from outreach.fairness.rules import load as load_rules

    rules = load_rules(settings_module.load(None).data / "rules" / "fair_competition.yaml")
    found = {file: fairness(read_text(file), rules) for file in files}
    if json_output:
        _print_json(
            [
                {"file": f.name, "rule": x.rule.id, "level": x.rule.level, "wording": x.wording, "sentence": x.sentence, "line": x.line,
                 "article": x.rule.article, "why": x.rule.why, "instead": x.rule.instead}
                for f, rows in found.items() for x in rows
            ]
        )  # fmt: skip
    else:
        for f, rows in found.items():
            for x in rows:
                out.print(
                    f"{f.name} 第 {x.line} 行“{x.wording}”：{x.rule.why}（{x.rule.article}）可改为：{x.rule.instead}",
                    markup=False,
                    highlight=False,
                    soft_wrap=True,
                )
            err.print(f"{f.name}：{len(rows)} 处提示" if rows else f"{f.name}：未发现违反公平竞争审查的表述")
    if any(x.rule.level == "forbidden" for rows in found.values() for x in rows):
        raise typer.Exit(1)


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
