"""Takes a load back whole, also where later loads touched the same firms.

What its source said is withdrawn, record by record: what the load added goes, what it changed or retired is as before,
unless a later load made something else of the same record. Firms are then merged and assigned anew from what the other
sources say, each in the name of the source that was the last to change it, as if this load had never been.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graph.errors import InvalidArgument, UnknownName
from graph.model.records import Batch, FirmRecord, Source
from graph.model.regions import Regions
from graph.model.specs import BY_NAME, rid
from graph.store.base.protocol import Content, GraphStore, Version, WriteBatch
from ingest.assign.assigner import Assigner
from ingest.load.facts import META_REPORT_YEAR
from ingest.load.refresh import Progress, refresh, silent
from ingest.load.resolve import SHIPPED
from ingest.load.undo import load_notes
from ingest.load.undo.owners import settle

KIND = "rollback"  # of the batch that takes another back; its `file` is the other's number
LOADS = ("ingest", "decision")  # kinds of batches that are loads of a file
DERIVED = ("firm", "membership")  # made from what sources say, and made anew
CHAINS = ("chain", "segment", "link")


@dataclass
class Undone:
    """What became of the records of one type. restore: as they were before the load; retire: keys of what it added;
    since: by which batch each that is restored had been written before."""

    restore: list[Content] = field(default_factory=list)
    retire: list[str] = field(default_factory=list)
    since: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Rollback:
    """A load that was taken back: records restored and retired, by type; firms that were merged anew."""

    batch: Batch
    restored: dict[str, int]
    retired: dict[str, int]
    firms: int


def undone(batches: Sequence[Batch]) -> dict[int, int]:
    """The loads that were taken back, each with the batch that did so."""
    return {int(b.file): b.id for b in batches if b.kind == KIND and b.file.isdecimal()}


def going_back(batches: Sequence[Batch]) -> set[int]:
    """The loads that can be taken back now: those that stand and are the last of their source."""
    back = undone(batches)
    last: dict[str, int] = {}
    for b in batches:
        if b.kind in LOADS and b.id not in back:
            last[b.source] = max(last.get(b.source, 0), b.id)
    return set(last.values())


def rollback(
    store: GraphStore, number: int, regions: Regions, assigner: Assigner, progress: Progress = silent
) -> Rollback:
    """Take this load back as a batch of its own, so that the history keeps both.

    Raises `UnknownName` for a number that no load has, `InvalidArgument` where it cannot be taken back: it built the
    store from `data/`, was taken back before, or its source was loaded again since (that load first).
    """
    batch = _checked(store.batches(), number)
    found: dict[str, Undone] = {}
    names = [n for n in BY_NAME if n not in (*DERIVED, *CHAINS)]
    for i, record in enumerate(names):
        progress("还原图谱", i, len(names))
        changes = _changes(store, record, number)
        if changes.restore or changes.retire:
            found[record] = changes
    told = found.get("firm_record", Undone())
    owners = {str(c.values["firm_id"]) for c in told.restore} | _owners(store, told.retire)
    with store.batch(KIND, batch.source, str(number)) as writing:
        load_notes.forget(writing, number)
        before = writing.current(FirmRecord, "firm_id", owners)
        for record, changes in found.items():
            writing.stage_contents(record, changes.restore)
            writing.flush()
            writing.retire(record, changes.retire)
        if owners:
            owners = settle(writing, owners, before, regions, batch.source) | owners
        last = _last_sources(store, writing, owners, told)
        for source in sorted(set(last.values())):
            writing.speak_for(source)
            refresh(writing, sorted(f for f in owners if last[f] == source), regions, assigner, progress)
        if "source" in found:
            writing.set_meta(META_REPORT_YEAR, _report_year(writing))
    return Rollback(
        batch,
        {r: len(c.restore) for r, c in found.items() if c.restore},
        {r: len(c.retire) for r, c in found.items() if c.retire},
        len(owners),
    )


def _checked(batches: Sequence[Batch], number: int) -> Batch:
    by_id = {b.id: b for b in batches}
    if number not in by_id:
        raise UnknownName("batch", str(number), [str(b.id) for b in batches[:3]])
    batch, back = by_id[number], undone(batches)
    if batch.kind not in LOADS:
        raise InvalidArgument(f"batch {number} ({batch.kind}) is no load of a file and cannot be rolled back")
    if number in back:
        raise InvalidArgument(f"batch {number} was rolled back before, by batch {back[number]}")
    again = [b.id for b in batches if b.id > number and b.source == batch.source and b.kind in LOADS]
    later = [i for i in again if i not in back]
    if later:
        raise InvalidArgument(
            f"the source {batch.source!r} of batch {number} was loaded again by batch {min(later)}; "
            f"roll back batch {max(later)} first"
        )
    return batch


def _changes(store: GraphStore, record: str, number: int) -> Undone:
    """What the load did to the records of a type, as far as no later load wrote them again."""
    made: dict[str, str] = {}  # key → hash, of what this load wrote
    after: set[str] = set()
    for page in store.past(record, number):
        for version in page:
            after.add(version.content.key)
            if version.batch == number:
                made[version.content.key] = version.content.hash
    before: dict[str, Version] = {}
    for page in store.past(record, number - 1):
        for version in page:
            key = version.content.key
            if key in made or key not in after:
                before[key] = version
    mine = {k for k in made.keys() | before.keys() if not _is_derived(record, before.get(k))}
    now = {c.key: c.hash for page in store.contents(record) for c in page if c.key in mine} if mine else {}
    mine = {k for k in mine if now.get(k, "") == made.get(k, "")}  # a later load made nothing else of it
    return Undone(
        [before[k].content for k in sorted(mine) if k in before],
        [k for k in sorted(mine) if k not in before],
        {k: before[k].batch for k in mine if k in before},
    )


def _last_sources(store: GraphStore, writing: WriteBatch, firms: set[str], told: Undone) -> dict[str, str]:
    """The source that is the last to have changed each firm, this load left out; '' where none is left."""
    sources = {b.id: b.source for b in store.batches()}
    order: dict[str, int] = {}  # source → the last load of it that stands
    back = undone(store.batches())
    for b in store.batches():
        if b.kind not in (KIND, "review") and b.id not in back:
            order[b.source] = max(order.get(b.source, 0), b.id)
    held = writing.current(FirmRecord, "firm_id", firms)
    written = store.touched("firm_record", [rid(r) for r in held], 0) | dict(told.since)
    last: dict[str, tuple[int, str]] = {}
    for r in held:
        number = written.get(rid(r), 0)
        source = sources.get(number, "") if number in sources and sources[number] == r.origin else ""
        own = (number if source else order.get(_source_of(r.origin), 0), source or _source_of(r.origin))
        last[r.firm_id] = max(last.get(r.firm_id, (0, "")), own)
    return {f: last.get(f, (0, ""))[1] for f in firms}


def _source_of(origin: str) -> str:
    """The source of the batch that writes records of this origin: what ships comes in one batch."""
    return SHIPPED if origin.startswith(SHIPPED) else origin


def _report_year(writing: WriteBatch) -> str:
    """The year of the reports that the tables of listed firms draw on, of those that stand."""
    names = writing.values("source", "name")
    told = [s.as_of[:4] for s in writing.current(Source, "name", names) if s.scope == "listed"] if names else []
    return max((y for y in told if y.isdecimal()), default="")


def _is_derived(record: str, version: Version | None) -> bool:
    """A site without a name is one that a firm's own tables declare: it is made anew with the firm."""
    return record == "site" and version is not None and not version.content.values.get("name")


def _owners(store: GraphStore, keys: Sequence[str]) -> set[str]:
    """The firms that these records of sources are about."""
    wanted, out = set(keys), set()
    for page in store.contents("firm_record"):
        out |= {str(c.values["firm_id"]) for c in page if c.key in wanted}
    return out


def as_documents(batches: Sequence[Batch]) -> list[Mapping[str, object]]:
    """The loads, newest first, for `--json`."""
    back = undone(batches)
    return [
        {
            "id": b.id,
            "kind": b.kind,
            "source": b.source,
            "file": b.file,
            "started": b.started,
            "finished": b.finished,
            "counts": b.counts,
            "rolled_back_by": back.get(b.id),
        }
        for b in batches
    ]
