"""`liantu build`: the store from what ships in `data/`. Idempotent; ingested files stay and are reassigned if need be."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import InvalidData, MissingColumn
from graph.model import vocabulary
from graph.model.chains import Catalogue
from graph.model.records import Event, FirmRecord, Institution, Park, Unit, Zone
from graph.model.regions import Regions
from graph.model.specs import rid
from graph.model.vocabulary import ChemicalPark, Energy, Environment
from graph.store.base.protocol import GraphStore, WriteBatch
from ingest.assign.assigner import VERSION as RULES
from ingest.assign.assigner import Assigner
from ingest.load.files import prepare
from ingest.load.refresh import META_ASSIGNER, Progress, refresh, silent
from ingest.load.resolve import SHIPPED
from ingest.read import normalise as n
from ingest.read.firm_rows import Parsed, parse
from ingest.read.tables import read_table

MAX_PLACES_MB = 20
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
    """Bring a store in line with `data/`: chains, firms, places. One batch; nothing changes if anything is wrong.

    `open_store` is called only when all of `data/` has been read and found right, so that bad data makes no store.
    Rows that left the shipped tables are retired. All firms, ingested ones too, are reassigned when terms, rules
    or encoder changed.
    """
    parsed = _read_firms(data, regions, max_mb, progress)
    places = _read_places(data, catalogue)
    facts = [f for p in parsed.values() for _, f in p.firms]
    assigner.warm(facts, lambda done, total: progress("比对语义", done, total))
    store = open_store()
    with store.batch("build", SHIPPED, "data/") as batch:
        for chain in catalogue.chains:
            batch.upsert([chain])
            batch.upsert(chain.segments)
            batch.upsert(chain.links)
        batch.keep_only("chain", catalogue.by_id)
        batch.keep_only("segment", catalogue.segments)
        batch.keep_only("link", [rid(k) for k in catalogue.links])
        for record, rows in places.items():
            batch.upsert(rows)
            batch.keep_only(record, [rid(r) for r in rows])
        firm_ids: set[str] = set()
        for stem, table in parsed.items():
            records, _ = prepare(batch, f"{SHIPPED}:{stem}", f"{stem}.csv", table)
            firm_ids |= _load_shipped(batch, f"{SHIPPED}:{stem}", records)
        firm_ids |= _retire_files(batch, {f"{SHIPPED}:{stem}" for stem in parsed})
        if batch.meta(META_ASSIGNER) != assigner.version:
            firm_ids |= batch.values("firm_record", "firm_id")
        refresh(batch, sorted(firm_ids), regions, assigner, progress)
        batch.set_meta(META_ASSIGNER, assigner.version)
        batch.set_meta(META_FINGERPRINT, fingerprint(data, assigner.encoder.model_id if assigner.encoder else ""))
    return BuildReport(store.counts(), len(firm_ids))


def fingerprint(data: Path, model: str) -> str:
    """What a built store depends on: every file of `data/`, the rules of assignment, the encoder."""
    digest = hashlib.blake2b(f"{RULES}|{model}".encode(), digest_size=16)
    for file in sorted(p for p in data.rglob("*") if p.is_file()):
        digest.update(str(file.relative_to(data)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def is_current(store: GraphStore, data: Path, model: str) -> bool:
    """Was this store built from exactly this data, by these rules, with this encoder?"""
    return store.meta(META_FINGERPRINT) == fingerprint(data, model)


def _load_shipped(batch: WriteBatch, origin: str, records: list[FirmRecord]) -> set[str]:
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


def _read_places(data: Path, catalogue: Catalogue) -> dict[str, list[Any]]:
    """Institutions, parks, units, zones and events; a table that does not ship yet is empty."""

    def rows(pattern: str, make: Callable[[dict[str, str]], Any]) -> list[Any]:
        out: dict[str, Any] = {}
        for file in sorted(data.glob(pattern)):
            table = read_table(file, MAX_PLACES_MB)
            for _, cells in table.rows:
                try:
                    made = make(dict.fromkeys(table.columns, "") | cells)
                except KeyError as error:
                    raise MissingColumn(file.name, str(error.args[0]), table.columns) from error
                # An institution can serve several chains and stand in several files; it is one all the same.
                out[made.id] = _joined(out.get(made.id), made)
        return list(out.values())

    places = {
        "institution": rows("institutions/*.csv", _institution),
        "park": rows("parks.csv", _park),
        "unit": rows(
            "districts.csv",
            lambda r: Unit(
                r["id"], r["name"], r["kind"], r["region_code"], r.get("note", ""), r["as_of"], n.truth(r["verified"])
            ),
        ),
        "zone": rows(
            "zones.csv",
            lambda r: Zone(
                r["id"],
                r["name"],
                r["kind"],
                r["province"],
                r["city"],
                r["region_code"],
                r["as_of"],
                n.truth(r["verified"]),
            ),
        ),
        "event": rows("events.csv", _event),
    }
    bad = [
        f"{record} {row.name}: no segment {s}"
        for record, named in (("institution", "segments"), ("park", "lead_segments"))
        for row in places[record]
        for s in getattr(row, named)
        if s not in catalogue.segments
    ]
    bad += [
        f"{record} {row.name}: no chain {c}"
        for record in ("institution", "park", "event")
        for row in places[record]
        for c in row.chains
        if c not in catalogue.by_id
    ]
    if bad:
        raise InvalidData(bad)
    return places


def _joined(old: Any, new: Any) -> Any:
    if old is None or not isinstance(new, Institution):
        return new
    chains, segments = (tuple(dict.fromkeys(getattr(old, f) + getattr(new, f))) for f in ("chains", "segments"))
    return Institution(
        old.id,
        old.name,
        old.name_en or new.name_en,
        old.kind,
        chains,
        segments,
        old.region or new.region,
        old.city or new.city,
        old.website or new.website,
        old.contact_office or new.contact_office,
        old.as_of,
        old.verified or new.verified,
        old.source,
    )


def _institution(r: dict[str, str]) -> Institution:
    return Institution(
        n.name_key(r["name"]),
        r["name"],
        r.get("name_en", ""),
        r["kind"],
        n.items(r["chains"]),
        n.items(r["segments"]),
        r["region_code"],
        r["city"],
        r.get("website", ""),
        r.get("contact_office", ""),
        r["as_of"],
        n.truth(r["verified"]),
        r.get("source", ""),
    )


def _park(r: dict[str, str]) -> Park:
    return Park(
        r["id"],
        r["name"],
        n.items(r["chains"]),
        n.items(r["lead_segments"]),
        r["unit"],
        r["region_code"],
        n.number(r["land_mu"]),
        n.number(r["plants_m2"]),
        vocabulary.read(Energy, r["energy"]).value,
        vocabulary.read(Environment, r["environment"]).value,
        vocabulary.read(ChemicalPark, r["chemical_park"]).value,
        r.get("note", ""),
        r["as_of"],
        n.truth(r["verified"]),
        r.get("source", ""),
    )


def _event(r: dict[str, str]) -> Event:
    return Event(
        r["id"],
        r["name"],
        n.items(r["chains"]),
        r.get("organiser", ""),
        r["city"],
        r["region_code"],
        r.get("months", ""),
        r.get("recurring", ""),
        r.get("website", ""),
        r["as_of"],
        n.truth(r["verified"]),
    )
