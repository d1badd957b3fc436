"""The library of local firms' needs (本地企业招商需求): read from a table, kept in the casework, closed when met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from graph.errors import BadCell, InvalidArgument, UnreadableFile
from graph.model.row_problems import RowProblem, of_cell
from graph.model.segment_names import SegmentNames
from graph.store.base.protocol import GraphStore
from outreach.casework.db import Casework
from outreach.casework.models import LocalNeed
from outreach.casework.need import NEED_STATUSES
from recommend.lists.demand import Need

if TYPE_CHECKING:
    from graph.model.tables import TableSpec

MOST_WORDS = 500  # characters of a need
NAMED = 3


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A need as given: the local firm by name, the segment's id, its words, since when."""

    firm: str
    segment: str
    words: str
    since: date


def segment_of(text: str, names: SegmentNames) -> str:
    """The id of the segment that a need names. Raises `BadCell` where none, or more than one, is meant."""
    match = names.find(text)
    if match.segment is not None and match.segment.demand:
        raise BadCell("need_segment_demand", "segment", text, name=match.segment.name)
    if match.segment is not None:
        return match.segment.id
    if match.ambiguous:
        choices = "、".join(names.title(s) for s in match.segments[:NAMED])
        raise BadCell("need_segment_choices", "segment", text, n=len(match.segments), choices=choices)
    near = names.near(text)
    if near:
        raise BadCell("need_segment_near", "segment", text, choices="、".join(near))
    raise BadCell("need_segment", "segment", text)


def read(
    file: str,
    rows: Sequence[tuple[int, Mapping[str, str]]],
    columns: Sequence[str],
    spec: TableSpec,
    names: SegmentNames,
    today: date,
) -> tuple[list[NeedRow], list[RowProblem]]:
    """Needs of a table, and the rows that could not be used, numbered as in the file.

    columns: those of the file; spec: of a table of needs. Where no segment is given, the need's own words are tried as
    one. Raises `MissingColumn`, or `UnreadableFile` where there is no row at all.
    """
    where = spec.located(file, columns)
    if not rows:
        raise UnreadableFile(file, "there is nothing in it", "write one need a row")
    # A need is told by its segment or by its words; a message names the column that the file has.
    either = {"segment": where.get("words", ""), "words": where.get("segment", "")}
    good: list[NeedRow] = []
    bad: list[RowProblem] = []
    seen: dict[tuple[str, str], int] = {}
    for number, row in rows:
        cell = {f: " ".join(str(row.get(where[f], "") or "").split()) if f in where else "" for f in spec.columns}
        try:
            need = _need(cell, names, today)
            if (need.firm, need.segment) in seen:
                raise BadCell("need_twice", "firm", need.firm, first=seen[need.firm, need.segment])
        except BadCell as error:
            bad.append(of_cell(error, file, number, either | where))
            continue
        seen[need.firm, need.segment] = number
        good.append(need)
    return good, bad


def _need(cell: Mapping[str, str], names: SegmentNames, today: date) -> NeedRow:
    """The need of a row. Raises `BadCell`."""
    if not cell["firm"]:
        raise BadCell("need_no_firm", "firm")
    field = "segment" if cell["segment"] else "words"
    try:
        segment = segment_of(cell[field], names)
    except BadCell as error:
        error.field = field
        raise
    try:
        since = _day(cell["since"]) or today
    except ValueError:
        raise BadCell("need_day", "since", cell["since"]) from None
    return NeedRow(cell["firm"], segment, cell["words"][:MOST_WORDS], since)


def _day(text: str) -> date | None:
    return date.fromisoformat(text[:10].replace("/", "-").replace(".", "-")) if text else None


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
