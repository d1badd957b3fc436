"""Writes corrections into a store and takes them back; the firms they are about are assigned anew at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from graph.corrections.apply import Corrections, firm_of
from graph.corrections.documents import contradictions
from graph.corrections.made import Draft, made, same
from graph.corrections.merged import following
from graph.errors import InvalidArgument, UnknownName
from graph.model.nearest import nearest
from graph.model.records import Correction, Firm, Membership, StatedFacts
from graph.model.regions import Regions
from graph.store.base.protocol import GraphStore, WriteBatch
from ingest.assign.assigner import Assigner
from ingest.assign.roles import role_of
from ingest.load.ended import remembered
from ingest.load.refresh import META_ASSIGNER, refresh
from ingest.load.resolve import keys


@dataclass
class Corrected:
    """What came of it. made: new ones; known: those that the same person had made before and that count; others: firms
    of the store that bear a name which was told as another name of this one."""

    made: list[Correction] = field(default_factory=list)
    known: list[Correction] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


def correct(
    store: GraphStore,
    regions: Regions,
    assigner: Assigner,
    firm: Firm,
    drafts: Sequence[Draft],
    reason: str,
    author: str,
    at: datetime | None = None,
) -> Corrected:
    """Make corrections of one firm, as one batch. at: when they are made (default: now).

    Raises `InvalidArgument` where one lacks what it needs; nothing is written then.
    """
    now = at or datetime.now(UTC)
    held = [c for c in store.rows(Correction) if c.holds]
    overruled = _overruled(held, store, assigner)
    held = [c for c in held if c.id not in overruled]  # what is said again after another's word is the last word
    out = Corrected()
    for draft in drafts:
        row = made(firm, draft, reason, author, now, names_of(firm))
        known = next((c for c in held if same(c, row)), None)
        if known is not None:
            out.known.append(known)
        else:
            out.made.append(row)
    with store.batch("correct", author.strip()) as batch:
        write(batch, out.made, regions, assigner)
        for c in out.made:
            if c.kind == "alias":
                bearer = batch.keys([f"n:{key}" for key in _named(c.alias, firm)]).values()
                out.others += sorted(set(bearer) - {firm.id})
    return out


def _overruled(held: Sequence[Correction], store: GraphStore, assigner: Assigner) -> set[str]:
    """The numbers of those after which somebody said otherwise of the same firm and segment."""
    known = following(store, store.known_keys(sorted({k for c in held for k in c.keys})), held)
    against = contradictions(held, known, assigner.segments, remembered(store))
    at = {c.id: (c.made_at, c.id) for c in held}
    return {number for number, others in against.items() if any((o.made_at, o.id) > at[number] for o in others)}


def undo(
    store: GraphStore, regions: Regions, assigner: Assigner, number: str, author: str, at: datetime | None = None
) -> Correction:
    """Take a correction back: it stays listed, and the firm is again what the tables say.

    Raises `UnknownName` for a number that is none, `InvalidArgument` where it was taken back before or nobody says by
    whom.
    """
    known = {c.id: c for c in store.rows(Correction)}
    if number not in known:
        names = {c.id: c.firm_name for c in known.values()}
        raise UnknownName("correction", number, nearest(number, names))
    if not author.strip():
        raise InvalidArgument("撤销须写明谁撤销 / say who takes it back with --by")
    if not known[number].holds:
        raise InvalidArgument(f"{number} 已由{known[number].undone_by}撤销 / it was taken back before")
    when = (at or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds")
    row = replace(known[number], undone_by=author.strip(), undone_at=when)
    with store.batch("correct", author.strip()) as batch:
        write(batch, [row], regions, assigner)
    return row


def write(batch: WriteBatch, rows: Sequence[Correction], regions: Regions, assigner: Assigner) -> set[str]:
    """Write corrections and bring their firms in line with all that hold; returns the ids of those firms."""
    if not rows:
        return set()
    batch.upsert(rows)
    known = following(batch, batch.keys(sorted({k for c in rows for k in c.keys})), rows)
    firms = {firm_of(c, known) for c in rows}
    told = batch.held("firm_record", "firm_id", firms)
    refresh(batch, sorted(told), regions, assigner)
    _amend(batch, sorted(firms - told), assigner)
    if told and batch.meta(META_ASSIGNER) != assigner.version:
        batch.set_meta(META_ASSIGNER, "")  # several rules side by side: the next load looks at every row
    return firms


def _amend(batch: WriteBatch, firm_ids: Sequence[str], assigner: Assigner) -> None:
    """Firms that no table tells of have nothing to be assigned from: what they are now is corrected as it stands."""
    corrections = Corrections.of(batch)
    for firm in batch.current(Firm, "id", firm_ids):
        stated: StatedFacts = {"name": firm.name, "products": list(firm.products)}
        told = corrections.facts(firm.id, {"id": firm.id, "name": firm.name, "status": firm.status})
        aliases = tuple(dict.fromkeys((*firm.aliases, *told.get("aliases", ()))))
        day = told.get("status_date", firm.status_date)
        batch.upsert([replace(firm, aliases=aliases, status=told["status"], status_date=day)])
        found = batch.current(Membership, "firm_id", [firm.id])
        rows = corrections.memberships(firm.id, found, assigner.segments, stated, role_of)
        batch.replace("membership", "firm_id", [firm.id], rows)


def names_of(firm: Firm) -> list[str]:
    """The key of a firm's name and place."""
    return [k for k in keys({"name": firm.name, "region": firm.region}) if k.startswith("n:")]


def _named(alias: str, firm: Firm) -> Iterable[str]:
    return [k[2:] for k in keys({"name": alias, "region": firm.region}) if k.startswith("n:")]
