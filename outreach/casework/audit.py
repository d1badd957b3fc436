"""The audit log: every change of the casework, who made it and the values before, written by the session itself."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapped, Session, UOWTransaction, mapped_column

from outreach.casework.base import Base, Row
from outreach.casework.shapes import JsonValue

Columns = dict[str, JsonValue]


class Audit(Base):
    """One change of one row: `before` and `after` have the columns that changed."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=datetime.now)
    who: Mapped[str] = mapped_column(default="")
    action: Mapped[str]  # insert | update | delete
    record: Mapped[str] = mapped_column(index=True)
    record_id: Mapped[int] = mapped_column(index=True)
    before: Mapped[dict[str, JsonValue]] = mapped_column(default=dict)
    after: Mapped[dict[str, JsonValue]] = mapped_column(default=dict)


def _plain(value: object) -> JsonValue:
    return value if value is None or isinstance(value, bool | int | float | str | list | dict) else str(value)


def _changes(row: Row, action: str) -> tuple[Columns, Columns]:
    state = sa.inspect(row)
    before: Columns = {}
    after: Columns = {}
    for column in sa.inspect(type(row)).column_attrs:
        history = state.attrs[column.key].history
        if action == "update":
            if history.has_changes():
                before[column.key] = _plain(history.deleted[0]) if history.deleted else None
                after[column.key] = _plain(history.added[0]) if history.added else None
        elif action == "insert":
            after[column.key] = _plain(getattr(row, column.key))
        else:
            before[column.key] = _plain(getattr(row, column.key))
    return before, after


def _note(who: str, action: str, row: Row) -> Audit:
    before, after = _changes(row, action)
    return Audit(who=who, action=action, record=row.__tablename__, record_id=row.id, before=before, after=after)


def watch(session: Session, who: str) -> None:
    """Make this session write what it changes into the audit log, under this name, in the same transaction."""

    @event.listens_for(session, "before_flush")
    def _before(session: Session, _context: UOWTransaction, _instances: object) -> None:
        notes: list[Audit] = session.info.setdefault("audit", [])
        for row in session.dirty:
            if isinstance(row, Row) and session.is_modified(row):
                note = _note(who, "update", row)
                if note.after:
                    notes.append(note)
        notes += [_note(who, "delete", row) for row in session.deleted if isinstance(row, Row)]
        for row in session.new:
            if isinstance(row, Row) and not row.created_by:
                row.created_by = who
        session.info["new"] = [r for r in session.new if isinstance(r, Row)]

    @event.listens_for(session, "after_flush")
    def _after(session: Session, _context: UOWTransaction) -> None:
        notes: list[Audit] = session.info.pop("audit", [])
        notes += [_note(who, "insert", row) for row in session.info.pop("new", [])]
        if not notes:
            return
        now = datetime.now()
        rows = [
            {
                "at": now,
                "who": a.who,
                "action": a.action,
                "record": a.record,
                "record_id": a.record_id,
                "before": a.before,
                "after": a.after,
            }
            for a in notes
        ]
        session.execute(sa.insert(Audit), rows)
