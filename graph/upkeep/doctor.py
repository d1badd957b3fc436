"""What is wrong with an office's data, and what to do about it: looked at, never changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from graph.errors import LiantuError, StoreFault
from graph.store.embedded.care import check, faults, page_sum
from graph.store.embedded.rows import writable
from graph.store.opening import NEVER_LOADED
from graph.upkeep.backup import data_version, schema_of
from graph.upkeep.places import Places
from graph.upkeep.shapes import FindingDocument, State

MB = 1024 * 1024
LEAST_FREE = 500 * MB
CLOCK_SLACK = timedelta(hours=1)
Progress = Callable[[str, int, int], None]
RESTORE = (
    "先用 `liantu restore` 恢复最近的备份；没有备份的，把原文件移开后 `liantu build`，再重新导入",
    "restore your last backup with `liantu restore`; without one move the file away, `liantu build`, load again",
)


@dataclass(frozen=True)
class Known:
    """What the examination must be told: the versions of graph and casework that this program knows, the vectors'
    rows that are kept and those that are spoiled, and the shipped files that are not what was shipped."""

    graph_schema: str
    casework_schema: str
    vectors: Callable[[Path], tuple[int, list[int]]]
    shipped: Callable[[], list[str]]


def examine(places: Places, known: Known, progress: Progress, now: datetime) -> list[FindingDocument]:
    """Look at everything; the findings in order, faults among them."""
    steps: list[tuple[str, Callable[[], list[FindingDocument]]]] = [
        ("图谱", lambda: _graph(places.graph, known, now, progress)),
        ("台账", lambda: _database("casework", places.casework, known.casework_schema, "台账", "casework")),
        ("向量", lambda: _vectors(places, known)),
        ("磁盘", lambda: _disk(places)),
    ]
    out: list[FindingDocument] = []
    for i, (word, look) in enumerate(steps):
        progress(f"检查{word}", i, len(steps))
        out += look()
    progress("检查", len(steps), len(steps))
    return out


def finding(what: str, state: State, said: str, said_en: str, todo: tuple[str, str] = ("", "")) -> FindingDocument:
    """One finding."""
    return {"what": what, "state": state, "said": said, "said_en": said_en, "next": todo[0], "next_en": todo[1]}


def _graph(file: Path | None, known: Known, now: datetime, progress: Progress) -> list[FindingDocument]:
    """The graph's file: whether it opens, is whole, of this program, loaded, dated rightly."""
    found = _database("graph", file, known.graph_schema, "图谱", "graph")
    if file is None or found[0]["state"] == "fault":
        return found
    changed = page_sum.differs(file)
    rows = [] if changed is False else check.changed_rows(file, lambda done, n: progress("核对记录", done, n))
    if changed or rows:
        where = "、".join(rows) or "页面"
        found.append(
            finding(
                "graph.content", "fault", f"图谱内容与写入时不同：{where}", f"not what was written: {where}", RESTORE
            )
        )
    return [*found, *_loads(file, now)]


def _loads(file: Path, now: datetime) -> list[FindingDocument]:
    """The loads, and the clock by the newest of them."""
    version = data_version(file)
    number, _, finished = version.partition("@")
    if version == NEVER_LOADED:
        empty = ("运行 `liantu build`", "run `liantu build`")
        return [finding("graph.loads", "fault", "图谱是空的：建立时中断过", "empty: a build was broken off", empty)]
    out = [finding("graph.loads", "ok", f"导入 {number} 批，最近 {finished}", f"{number} loads, the last {finished}")]
    ahead = datetime.fromisoformat(finished) - now.astimezone(UTC)
    if ahead > CLOCK_SLACK:
        todo = (
            "核对本机时钟；新的导入沿用这个时间，直到时钟走到为止",
            "set the clock; loads keep that time until it comes",
        )
        out.append(
            finding(
                "clock", "fault", f"最近的导入在将来：{finished}", f"the last load is in the future: {finished}", todo
            )
        )
    return out


def _database(what: str, file: Path | None, schema: str, zh: str, en: str) -> list[FindingDocument]:
    """A database file: there, readable, whole, of a version that this program knows."""
    if file is None:
        return [finding(what, "ok", f"{zh}在服务器上，由服务器备份", f"the {en} is on a server, which backs it up")]
    if not file.is_file():
        build = ("运行 `liantu build`", "run `liantu build`") if what == "graph" else ("", "")
        return [finding(what, "fault" if what == "graph" else "ok", f"还没有{zh}", f"there is no {en} yet", build)]
    try:
        damages = check.damages(file)
        version = schema_of(file) if not damages else ""
    except StoreFault as error:
        return [_of_fault(what, error, zh, en)]
    if damages:
        said = (f"{zh}文件已损坏：{damages[0]}", f"the {en} is damaged: {damages[0]}")
        return [finding(what, "fault", *said, RESTORE)]
    if not version and what == "graph" and faults.is_bare(file):
        empty = ("运行 `liantu build`", "run `liantu build`")
        return [finding(what, "fault", "图谱是空的：建立时中断过", "empty: a build was broken off", empty)]
    if not version:
        return [_of_fault(what, faults.of_kind("foreign", file.name), zh, en)]
    if version > schema:
        newer = ("更新 liantu", "update liantu")
        said = (
            f"{zh}是更新版本的 liantu 写的（{version}，本程序 {schema}）",
            f"of a newer liantu ({version}, here {schema})",
        )
        return [finding(what, "fault", *said, newer)]
    out = [finding(what, "ok", f"{zh}完好，{file.stat().st_size / MB:.0f} MB", f"the {en} is sound")]
    if version < schema:
        out.append(finding(what, "note", f"{zh}下次打开时升级", f"the {en} is brought up to date when next opened"))
    if not writable(file):
        todo = ("需要导入时放开写权限", "allow writing where loads are wanted")
        out.append(finding(what, "note", f"{zh}只读", f"the {en} can only be read", todo))
    return out


_FAULTS: dict[str, tuple[str, tuple[str, str]]] = {
    "foreign": ("不是 liantu 的文件", ("用 --db 另指定", "name another with --db")),
    "barred": ("没有权限打开", ("放开权限", "allow it to be opened")),
    "damaged": ("文件已损坏", RESTORE),
    "locked": ("正被其他程序写入", ("稍后再查", "look again in a moment")),
    "unmerged": ("只读，且最近的导入尚未并入", ("放开所在文件夹的写权限", "allow writing in its folder")),
    "disk": ("磁盘报错", ("先备份，再检查磁盘", "back up, then look at the disk")),
}


def _of_fault(what: str, error: StoreFault, zh: str, en: str) -> FindingDocument:
    said, todo = _FAULTS.get(error.kind, ("无法使用", ("见英文说明", str(error))))
    return finding(what, "fault", f"{zh}{said}", f"{en}: {error}", todo)


def _vectors(places: Places, known: Known) -> list[FindingDocument]:
    """Our own vectors by sum and length, and those that ship."""
    out: list[FindingDocument] = []
    try:
        n, spoiled = known.vectors(places.vectors)
        if spoiled:
            todo = ("不必处理：用到时自动重新编码", "nothing: they are encoded anew when asked for")
            out.append(
                finding("vectors", "fault", f"{len(spoiled)} 条向量已损坏", f"{len(spoiled)} vectors are spoiled", todo)
            )
        else:
            out.append(finding("vectors", "ok", f"向量 {n} 条完好", f"{n} vectors are sound"))
    except OSError as error:
        out.append(
            finding("vectors", "fault", f"向量无法读取（{error.strerror}）", f"cannot be read ({error.strerror})")
        )
    except LiantuError as error:
        out.append(finding("vectors", "note", f"向量未能检查：{error}", f"not looked at: {error}"))
    for told in known.shipped():
        mend = ("重新安装，或 `liantu vectors`", "install again, or `liantu vectors`")
        out.append(
            finding("vectors.shipped", "fault", f"随附文件有变：{told}", f"what ships has changed: {told}", mend)
        )
    return out


def _disk(places: Places) -> list[FindingDocument]:
    """Room for a load and a backup."""
    home = places.graph.parent if places.graph else places.vectors
    while not home.exists() and home != home.parent:
        home = home.parent
    free = shutil.disk_usage(home).free
    size = places.graph.stat().st_size if places.graph and places.graph.is_file() else 0
    said = f"磁盘剩余 {free / MB:,.0f} MB", f"{free / MB:,.0f} MB are free"
    if free < max(LEAST_FREE, 3 * size):
        return [finding("disk", "fault", *said, ("腾出空间，导入和备份需要", "free some: loads and backups need it"))]
    return [finding("disk", "ok", *said)]
