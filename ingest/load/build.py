"""`liantu build`: make the store from `data/`. Idempotent; ingested files stay and are reassigned where necessary."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.errors import InvalidData
from graph.model.chains import Catalogue
from graph.model.records import FirmRecord, Source, StatedFacts
from graph.model.regions import Regions
from graph.model.specs import rid
from graph.store.base.protocol import GraphStore, WriteBatch
from ingest.assign.assigner import VERSION as RULES
from ingest.assign.assigner import Assigner
from ingest.load import ended
from ingest.load.refresh import META_ASSIGNER, Progress, refresh, silent
from ingest.load.resolve import SHIPPED, keys, resolve_rows
from ingest.load.shipped_facts import ORIGIN as FACTS
from ingest.load.shipped_facts import facts_of, read_shipped_facts, told_before, write_shipped_facts
from ingest.load.shipped_places import read_places
from ingest.match.queue import merged_into
from ingest.read.firm_rows import Parsed, parse
from ingest.read.tables import read_table

META_FINGERPRINT = "data"


@dataclass(frozen=True)
class BuildReport:
    """What a build did: records by type, firms merged and assigned anew."""

    counts: dict[str, int]
    refreshed: int


def build(
    open_store: Callable[[], GraphStore],
    data: Path,
    catalogue: Catalogue,
    regions: Regions,
    assigner: Assigner,
    max_mb: int = 150,
    progress: Progress = silent,
) -> BuildReport:
    """Bring a store in line with `data/`: chains, firms, places, facts. One batch; nothing changes if one is wrong.

    `open_store` is called only when all of `data/` has been read and found right, so that bad data makes no store.
    Rows that left the shipped tables are retired. All firms, ingested ones too, are reassigned when terms, rules
    or encoder changed; what else stands under the id of a segment that ended goes to its heir (`ingest.load.ended`).
    """
    parsed = _read_firms(data, regions, max_mb, progress)
    places = read_places(data, catalogue)
    fact_tables = read_shipped_facts(data, max_mb)
    stated = [f for p in parsed.values() for _, f in p.firms]
    assigner.warm(stated, lambda done, total: progress("比对语义", done, total))
    store = open_store()
    with store.batch("build", SHIPPED, "data/") as batch:
        for chain in catalogue.chains:
            batch.upsert([chain])
            batch.upsert(chain.segments)
            batch.upsert(chain.links)
        batch.keep_only("chain", catalogue.by_id)
        batch.keep_only("segment", catalogue.segments)
        batch.keep_only("link", [rid(k) for k in catalogue.links])
        ended.remember(batch, catalogue.retired)
        for record, rows in places.by_record():
            batch.upsert(rows)
            batch.keep_only(record, [rid(r) for r in rows])
        firm_ids, shipped = _load_firms(batch, parsed)
        facts, before = facts_of(fact_tables, shipped, regions), told_before(batch)
        firm_ids |= _load_shipped(batch, FACTS, facts.firms)
        if batch.meta(META_ASSIGNER) != assigner.version:
            firm_ids |= batch.values("firm_record", "firm_id")
        refresh(batch, sorted(firm_ids), regions, assigner, progress)
        write_shipped_facts(batch, facts, before)
        ended.move(batch, catalogue.retired)
        batch.set_meta(META_ASSIGNER, assigner.version)
        batch.set_meta(META_FINGERPRINT, fingerprint(data, assigner.encoder.model_id if assigner.encoder else ""))
    return BuildReport(store.counts(), len(firm_ids))


def fingerprint(data: Path, model: str) -> str:
    """What a built store depends on: every file of `data/` but the vectors, the rules of assignment, the encoder."""
    digest = hashlib.blake2b(f"{RULES}|{model}".encode(), digest_size=16)
    # Vectors follow from the rest, and a cached one does as well.
    files = (p for p in data.rglob("*") if p.is_file() and p.suffix != ".vectors")
    for file in sorted(files):
        digest.update(file.relative_to(data).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def is_current(store: GraphStore, data: Path, model: str) -> bool:
    """Was this store built from exactly this data, by these rules, with this encoder?"""
    return store.meta(META_FINGERPRINT) == fingerprint(data, model)


def _records(batch: WriteBatch, origin: str, table: Parsed) -> list[FirmRecord]:
    """A record for each firm of a table; of two rows about one firm the later wins."""
    resolved = resolve_rows(batch, [(row, keys(facts)) for row, facts in table.firms])
    batch.add_keys(resolved.new_keys)
    into = merged_into(batch)
    rows = zip(resolved.ids, table.firms, strict=True)
    return list({i: FirmRecord(origin, i, into.get(i, i), row, facts) for i, (row, facts) in rows}.values())


def _load_firms(batch: WriteBatch, parsed: Mapping[str, Parsed]) -> tuple[set[str], dict[str, StatedFacts]]:
    """Load the tables of firms; returns the firms whose records changed, and all that ship, by id."""
    changed: set[str] = set()
    shipped: dict[str, StatedFacts] = {}
    for stem, table in parsed.items():
        origin = f"{SHIPPED}:{stem}"
        records = _records(batch, origin, table)
        changed |= _load_shipped(batch, origin, records)
        shipped = {r.firm_id: r.data for r in records} | shipped
    current = {f"{SHIPPED}:{stem}" for stem in parsed}
    # What ships is chosen by hand, firm by firm.
    batch.upsert([Source(origin, "roll") for origin in sorted(current)])
    batch.upsert([Source(FACTS, "listed")])  # what reports of listed firms tell
    told = batch.column("source", "name")
    batch.retire("source", [k for k, o in told.items() if o.startswith(f"{SHIPPED}:") and o not in {FACTS, *current}])
    return changed | _retire_files(batch, {FACTS, *current}), shipped


def _load_shipped(batch: WriteBatch, origin: str, records: Sequence[FirmRecord]) -> set[str]:
    """Upsert a shipped table's records and retire those that left it; returns the firms whose records changed."""
    before, owners = (batch.column("firm_record", c, origin=origin) for c in ("hash", "firm_id"))
    batch.upsert(records)
    batch.keep_only("firm_record", [rid(r) for r in records], origin=origin)
    after = batch.column("firm_record", "hash", origin=origin)
    owners |= batch.column("firm_record", "firm_id", origin=origin)
    return {owners[key] for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def _retire_files(batch: WriteBatch, current: set[str]) -> set[str]:
    """Retire the records of shipped files that are no longer there; returns their firms."""
    gone: set[str] = set()
    for origin in batch.values("firm_record", "origin"):
        if origin.startswith(f"{SHIPPED}:") and origin not in current:
            gone |= _load_shipped(batch, origin, [])
    return gone


def _read_firms(data: Path, regions: Regions, max_mb: int, progress: Progress) -> dict[str, Parsed]:
    tables: dict[str, Parsed] = {}
    bad: list[str] = []
    files = sorted((data / "firms").glob("*.csv"))
    for i, file in enumerate(files):
        progress("读取企业表", i, len(files))
        parsed = parse(read_table(file, max_mb), regions)
        bad += [f"{p.file} row {p.row}, column {p.column}: {p.code} {p.value!r}" for p in parsed.problems]
        tables[file.stem] = parsed
    if bad:
        raise InvalidData(bad)
    return tables
