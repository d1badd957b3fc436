"""What the evaluation runs: retrieval, assignment, and what really happened."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.console import Db, Json, bar, err, print_json, table, workspace

if TYPE_CHECKING:
    from ingest.assign.learned.teach.label_file import Label
    from workspace import Workspace


class Of(StrEnum):
    """What a back-test puts in order."""

    FIRMS = "firms"
    SEGMENTS = "segments"


def rank(
    firms: Annotated[Path, typer.Option("--firms")],
    queries: Annotated[Path, typer.Option("--queries")],
    out_file: Annotated[Path, typer.Option("--out")],
    top: Annotated[int, typer.Option("--top", min=1)] = 200,
    db: Db = None,
) -> None:
    """检索评测：为每个查询排列企业。Pure retrieval, for evaluation."""
    from recommend.evaluate.retrieval import rank_files
    from recommend.retrieve.latin import Glossary, load_english

    space = workspace(db)
    trades = space.trades
    glossary = Glossary.of(
        space.catalogue.segments.values(), trades, load_english(space.settings.data / "english.yaml")
    )
    with bar() as step:
        unclear = rank_files(firms, queries, out_file, top, space.encoder, step, trades, glossary)
    err().print(f"结果已写入 {out_file.name}")
    if unclear:
        shown = "、".join(unclear[:10]) + ("…" if len(unclear) > 10 else "")
        err().print(f"{len(unclear)} 个查询没有说清任何行业或产品，排序不可靠 / below the floor: {shown}")


def backtest(
    landings: Annotated[
        Path, typer.Option("--landings", help="真实投资项目表 / table of real projects (ts_code, dest_adcode)")
    ],
    data: Annotated[
        Path, typer.Option("--data", help="上市公司表与年报摘要的文件夹 / folder of listed firms and report extracts")
    ],
    out_file: Annotated[Path, typer.Option("--out", help="每案一行 JSONL / one JSON line a landing")],
    of: Annotated[
        Of, typer.Option("--of", help="回测什么：企业名单或环节次序 / the list of firms or the order of segments")
    ] = Of.FIRMS,
    db: Db = None,
    json_output: Json = False,
) -> None:
    """回测：真正落地的企业和环节，名单会排第几。Where the list would have named what really came."""
    if of is Of.SEGMENTS:
        _backtest_segments(landings, data, out_file, db, json_output)
        return
    from commands import backtest_run
    from recommend.evaluate.backtest_report import table_rows, write

    space = workspace(db)
    asked, eligible = backtest_run.read_inputs(space, landings, data)
    with bar(json_output) as step:
        lines, report = backtest_run.run(space, asked, eligible, data, step)
    report["landings_file"] = landings.name
    write(out_file, lines, report, space.backtest_file)
    if json_output:
        print_json({k: v for k, v in report.items() if k != "cases"})
        return
    table(("", "AUC", "前十分之一", "recall@10", "recall@50", "MRR"), table_rows(report))
    err().print(
        f"{report['landings']} 个项目，可排 {report['ranked']} 个；逐案结果在 {out_file.name}，页面“回测”已更新"
    )


def _backtest_segments(landings: Path, data: Path, out_file: Path, db: str | None, json_output: bool) -> None:
    """The back-test of the order of segments."""
    from datetime import date

    from commands import backtest_run
    from ingest.load.scratch_store import firms_table
    from recommend.evaluate.backtest_report import write
    from recommend.evaluate.landings import read_landings
    from recommend.evaluate.segments_report import table_rows

    space = workspace(db)
    asked = read_landings(landings, space.regions)
    if not backtest_run.is_own_data(data):
        firms_table(data)  # refused before minutes of loading
    with bar(json_output) as step:
        lines, report = backtest_run.run_segments(space, asked, data, step)
    report["landings_file"], report["made"] = landings.name, date.today().isoformat()
    write(out_file, lines, report, space.segment_backtest_file)
    if json_output:
        print_json(report)
        return
    table(
        ("", "平均位次 / mean place", "本系统减它 / priority less it", "落地先例减它 / chance less it"),
        table_rows(report),
    )
    err().print(
        f"{report['landings']} 个项目，可排 {report['ranked']} 个；逐案结果在 {out_file.name}，页面“回测”已更新"
    )


def classify(
    firms: Annotated[Path, typer.Option("--firms")], out_file: Annotated[Path, typer.Option("--out")], db: Db = None
) -> None:
    """归链评测：企业名称和经营范围 → 产业链、环节、角色。Pure assignment, for evaluation."""
    from ingest.classify import classify_file

    space = workspace(db)
    with bar() as step:
        assigner = space.assigner(list(space.catalogue.segments.values()), space.catalogue.retired)
        learned = space.models.learned(assigner, space.catalogue.retired)
        n = classify_file(firms, out_file, assigner, step, learned)
    if not learned and not space.models.problems:
        err().print("没有可用的归类模型，环节按词语规则给出，不含角色 / no model: segments by the rules alone, no role")
    err().print(f"{n} 家企业已写入 {out_file.name}")


def train(
    labels: Annotated[
        list[Path] | None,
        typer.Option("--labels", help="本单位的标注表，加在随附标注之后 / your own labels: uscc, segments, role"),
    ] = None,
    texts: Annotated[
        list[Path] | None,
        typer.Option("--texts", help="有企业名称和经营范围的登记表；不给则用图谱里的 / registers; default: the graph"),
    ] = None,
    out_file: Annotated[Path | None, typer.Option("--out", help="模型文件 / the model's file")] = None,
    with_corrections: Annotated[
        bool,
        typer.Option("--corrections/--no-corrections", help="是否计入图谱中的更正 / the graph's corrections as labels"),
    ] = True,
    db: Db = None,
    json_output: Json = False,
) -> None:
    """重新学习归类模型：标注过的企业和本单位的更正 → 环节和角色。Learn the model of assignment anew."""
    from graph.settings import PROJECT
    from ingest.assign.learned.teach.label_file import texts_in_store, texts_of
    from ingest.assign.learned.teach.training import train_model

    space = workspace(db)
    words = space.assigner(list(space.catalogue.segments.values()), space.catalogue.retired)
    most = space.settings.max_file_mb
    shipped = PROJECT / "benchmarks" / "labels" / "firm_segments.csv"
    corrected = _corrected(space) if with_corrections else []
    with bar(json_output) as step:
        report, problems = train_model(
            words,
            space.catalogue.retired,
            [*([shipped] if shipped.is_file() else []), *(labels or [])],
            lambda codes: (
                (texts_in_store(space.store, codes) if corrected or not texts else {})
                | (texts_of(texts, codes, most) if texts else {})
            ),
            out_file or space.settings.assignment_file,
            most,
            step,
            corrected,
        )
    for problem in problems:
        err().print(problem)
    if json_output:
        print_json(report)
        return
    held, quick = report["held_out"], report["held_out_quick"]
    err().print(
        f"学习 {report['taught']} 家（标注中有本单位更正过的 {report['corrections']} 家），"
        f"另以未参与学习的 {held['firms']} 家检验：F1 {held['f1']:.3f}（批量入库时 {quick['f1']:.3f}），"
        f"角色 {held['role']:.3f}，校准误差 {held['calibration_error']:.3f}；"
        f"模型写入 {report['file']}；下次 liantu build 按它重新归类"
    )


def _corrected(space: Workspace) -> list[Label]:
    """What the office put right, as labels; none where there is no graph yet."""
    from ingest.assign.learned.teach.label_file import Label
    from ingest.load.corrections.labels import labels

    file = space.settings.store_file
    if file is not None and not file.is_file():
        return []
    rows = labels(space.store, space.corrections(), space.network.segments)
    return [Label(r["uscc"], tuple(s for s in r["segments"].split(";") if s), r["role"]) for r in rows]
