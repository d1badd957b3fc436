"""The library of local firms' needs (本地企业招商需求): read from a table or typed in, kept in the casework, closed when met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from graph.errors import InvalidArgument, MissingColumn, UnreadableFile
from graph.model.segment_names import SegmentNames
from graph.store.base.protocol import GraphStore
from outreach.casework.db import Casework
from outreach.casework.models import LocalNeed
from outreach.casework.need import NEED_STATUSES
from recommend.lists.demand import Need

COLUMNS: dict[str, tuple[str, ...]] = {
    "firm": ("企业名称", "企业", "firm", "name"),
    "segment": ("环节", "所缺环节", "segment"),
    "words": ("需求", "需求内容", "招商需求", "need", "words"),
    "since": ("日期", "提出日期", "date", "since"),
}
MOST_WORDS = 500  # characters of a need
NAMED = 3


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A need as given: the local firm by name, the segment's id, its words, since when."""

    firm: str
    segment: str
    words: str
    since: date


@dataclass(frozen=True, slots=True)
class BadNeed:
    """A row that was not used: its number in the file, the column, what stands there, why and what to do."""

    row: int
    column: str
    value: str
    why: str

    def __str__(self) -> str:
        return f"第 {self.row} 行“{self.column}”：{self.why}"


def segment_of(text: str, names: SegmentNames) -> str:
    """The id of the segment that a need names. Raises `InvalidArgument` where none, or more than one, is meant."""
    match = names.find(text)
    if match.segment is not None:
        return match.segment.id
    if match.ambiguous:
        choices = "、".join(names.title(s) for s in match.segments[:NAMED])
        raise InvalidArgument(f"“{text}”见于 {len(match.segments)} 个环节（{choices}），请写明是哪一个")
    near = names.near(text)
    hint = f"相近的有{'、'.join(near)}" if near else "请写图谱里的环节名称或产品"
    raise InvalidArgument(f"没有“{text}”这个环节或产品，{hint}")


def read(
    file: str,
    rows: Sequence[tuple[int, Mapping[str, str]]],
    columns: Sequence[str],
    names: SegmentNames,
    today: date,
) -> tuple[list[NeedRow], list[BadNeed]]:
    """Needs of a table, and the rows that could not be used, numbered as in the file.

    columns: those of the file. Where no segment is given, the need's own words are tried as one. Raises `MissingColumn`,
    or `UnreadableFile` where there is no row at all.
    """
    plain = {c.strip().lower(): c for c in columns}
    where = {k: next((plain[f] for f in forms if f in plain), "") for k, forms in COLUMNS.items()}
    if not where["firm"]:
        raise MissingColumn(file, COLUMNS["firm"][0], list(columns))
    if not where["segment"] and not where["words"]:
        raise MissingColumn(file, COLUMNS["segment"][0], list(columns))
    if not rows:
        raise UnreadableFile(file, "there is nothing in it", "write one need a row")
    good: list[NeedRow] = []
    bad: list[BadNeed] = []
    seen: dict[tuple[str, str], int] = {}
    for number, row in rows:
        cell = {k: " ".join(str(row.get(c, "") or "").split()) if c else "" for k, c in where.items()}
        if not cell["firm"]:
            bad.append(BadNeed(number, where["firm"], "", "没有企业名称，请补上或删去该行"))
            continue
        key = "segment" if cell["segment"] else "words"
        try:
            segment = segment_of(cell[key], names)
            since = _day(cell["since"]) or today
        except InvalidArgument as error:
            column = where[key] or where["segment"] or where["words"]
            bad.append(BadNeed(number, column, cell[key], str(error)))
            continue
        except ValueError:
            bad.append(
                BadNeed(number, where["since"], cell["since"], f"日期“{cell['since']}”看不懂，应写成 2026-12-01 的样子")
            )
            continue
        if (cell["firm"], segment) in seen:
            first = seen[cell["firm"], segment]
            bad.append(BadNeed(number, where["firm"], cell["firm"], f"与第 {first} 行是同一条需求，只用了前一行"))
            continue
        seen[cell["firm"], segment] = number
        good.append(NeedRow(cell["firm"], segment, cell["words"][:MOST_WORDS], since))
    return good, bad


def _day(given: str) -> date | None:
    return date.fromisoformat(given[:10].replace("/", "-").replace(".", "-")) if given else None


def add(
    session: Session, rows: Sequence[NeedRow], home: str, refs: Mapping[str, str], source: str = ""
) -> tuple[int, int]:
    """Keep these needs; (new, known before). The same need of the same firm again only takes over the newer words.

    refs: the graph's id of each firm that is in it. Raises `InvalidArgument` where a firm or its need is not told.
    """
    new = 0
    for row in rows:
        if not row.firm.strip():
            raise InvalidArgument("请填写企业名称。")
        query = sa.select(LocalNeed).where(
            LocalNeed.firm == row.firm,
            LocalNeed.segment == row.segment,
            LocalNeed.home == home,
            LocalNeed.status == "open",
        )
        held = session.scalars(query).first()
        if held is None:
            session.add(
                LocalNeed(
                    firm=row.firm,
                    ref=refs.get(row.firm, ""),
                    home=home,
                    segment=row.segment,
                    words=row.words,
                    since=row.since,
                    source=source,
                )
            )
            new += 1
        elif row.words:
            held.words = row.words
    session.flush()
    return new, len(rows) - new


def keep(
    casework: Casework, store: GraphStore, rows: Sequence[NeedRow], home: str, source: str = "", who: str = ""
) -> tuple[int, int]:
    """`add` in a transaction of its own, each firm tied to the graph's where it is there."""
    names = {r.firm for r in rows}
    refs = {n: f.id for f in store.firms() for n in (f.name, *f.aliases) if n in names}
    with casework.write(who) as session:
        return add(session, rows, home, refs, source)


def open_needs(session: Session, home: str) -> list[LocalNeed]:
    """Needs of a region that are still open, the oldest first."""
    query = sa.select(LocalNeed).where(LocalNeed.home == home, LocalNeed.status == "open")
    return list(session.scalars(query.order_by(LocalNeed.since, LocalNeed.id)))


def close(session: Session, number: int, status: str, today: date) -> LocalNeed:
    """A need that was met or withdrawn. Raises `InvalidArgument`."""
    if status not in NEED_STATUSES or status == "open":
        raise InvalidArgument(f"“{status}”不是需求的结果，应为已解决或已撤回。")
    row = session.get(LocalNeed, number)
    if row is None or row.status != "open":
        raise InvalidArgument("这条需求已经不在库中，请刷新页面。")
    row.status, row.closed = status, today
    return row


def as_needs(rows: Sequence[LocalNeed], known: Mapping[str, Any]) -> list[Need]:
    """Kept needs as the recommender reads them; those of segments that the catalogue no longer has are left out."""
    return [Need(r.firm, r.segment, r.words) for r in rows if r.segment in known]
