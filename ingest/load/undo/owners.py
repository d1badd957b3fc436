"""Which firms are left when what a load said is gone: those that only its rows tied together stand apart again, each by
the surest key that the others tell, and no key of the load is remembered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from graph.model.records import OUTSIDE_FIRM, Decision, Firm, FirmRecord, Relation
from graph.model.regions import Regions
from graph.model.specs import name_of, rid
from graph.store.base.protocol import WriteBatch
from ingest.load.identity.refers import REFERS
from ingest.load.identity.rename import rename, surest
from ingest.load.identity.sketch import side_of, sketch
from ingest.load.resolve import keys
from ingest.match import queue
from ingest.match.name_parts import NameReader
from ingest.match.score import Weights, match
from ingest.read.normalise import name_key


def settle(
    batch: WriteBatch, owners: Iterable[str], before: Sequence[FirmRecord], regions: Regions, source: str
) -> set[str]:
    """Give every remaining record of these firms its firm; returns the firms that stand now.

    before: what was said of them with the load; source: whose load it was.
    """
    held = batch.current(FirmRecord, "firm_id", owners)
    own = {rid(r): keys(r.data) for r in held}
    moves: dict[str, str] = {}  # old id → new, as long as all of it goes one way
    given: dict[str, str] = {}  # key of a record → its new firm
    for owner in sorted({r.key for r in held}):
        mine = [r for r in held if r.key == owner]
        for part in _parts(mine, own, regions):
            new = surest(own[rid(r)][0] for r in part)
            given |= {rid(r): new for r in part}
        ids = sorted({given[rid(r)] for r in mine})
        if owner not in ids:
            moves[owner] = surest(ids)
    moves |= _heirs(batch, {r.key for r in before} - moves.keys(), held, own, given)
    told = {k: given[rid(r)] for r in held for k in own[rid(r)]}
    lost = {k for r in before for k in keys(r.data)} | {r.key for r in before}
    rename(batch, moves, {}, source)
    apart = _apart(batch, held, given, moves)
    batch.move_keys({**dict.fromkeys(sorted(lost - told.keys()), ""), **told})
    standing = {*given.values(), *(r.firm_id for r in batch.current(FirmRecord, "key", set(given.values())))}
    gone = {r.key for r in before} - standing - moves.keys()
    _let_go(batch, gone, {r.key: r.data["name"] for r in before}, source)
    _queue(batch, gone, source)
    return standing | apart | gone | set(moves)


def _heirs(
    batch: WriteBatch,
    ids: set[str],
    held: Sequence[FirmRecord],
    own: Mapping[str, list[str]],
    given: Mapping[str, str],
) -> dict[str, str]:
    """Ids under which no record stands any more, each with the firm that what others tell of it is now about: of those
    that its keys name the one that bears its name, else the surest."""
    known = batch.keys(sorted({k for keys_of_record in own.values() for k in keys_of_record}))
    standing = {r.key for r in held}
    names = {f.id: f.name for f in batch.current(Firm, "id", ids)}
    out: dict[str, str] = {}
    for old in sorted(ids - standing):
        heirs = [r for r in held if any(known.get(k) == old for k in own[rid(r)])]
        named = [r for r in heirs if r.data["name"] == names.get(old)]
        if heirs:
            out[old] = surest(given[rid(r)] for r in named or heirs)
    return out


def _parts(records: Sequence[FirmRecord], own: Mapping[str, list[str]], regions: Regions) -> list[list[FirmRecord]]:
    """The records of a firm in groups that a common key, or their likeness, makes one firm."""
    if len(records) < 2:
        return [list(records)]
    reader, weights = NameReader(regions.places), Weights.load()
    groups: list[list[FirmRecord]] = []
    for record in records:
        sides = side_of(reader, sketch(record.data))
        joined = [
            g
            for g in groups
            if any(
                set(own[rid(record)]) & set(own[rid(o)])
                or match(sides, side_of(reader, sketch(o.data)), weights).outcome == "same"
                for o in g
            )
        ]
        rest = [g for g in groups if g not in joined]
        groups = [*rest, [record, *(o for g in joined for o in g)]]
    return groups


def _apart(
    batch: WriteBatch, held: Sequence[FirmRecord], given: Mapping[str, str], moves: Mapping[str, str]
) -> set[str]:
    """Move the records that part from their firm, each in the name of its source; returns the firms concerned."""
    out: set[str] = set()
    for r in held:
        now = replace(r, key=moves.get(r.key, r.key), firm_id=moves.get(r.firm_id, r.firm_id))
        new = given[rid(r)]
        if now.key == new:
            continue
        out |= {now.firm_id, new}
        batch.retire("firm_record", [rid(now)])
        batch.speak_for(r.origin)
        batch.upsert([replace(now, key=new, firm_id=new if now.firm_id == now.key else now.firm_id)])
    return out


def _let_go(batch: WriteBatch, gone: set[str], names: Mapping[str, str], source: str) -> None:
    """What other tables tell of a firm that is gone: a tie to it names it again, what came of courting it is kept by
    its name, and the rest goes, as if that table had been loaded without the firm."""
    if not gone:
        return
    outside = {firm: OUTSIDE_FIRM + name_key(names.get(firm, firm)) for firm in gone}
    for record, field in REFERS:
        if record is FirmRecord:
            continue
        rows = batch.current(record, field, gone)
        batch.retire(name_of(record), [rid(r) for r in rows])
        told = batch.column(name_of(record), "source") if rows and (record, field) != (Relation, "from_id") else {}
        for r in rows:
            if record is Relation and field == "to_id":
                batch.speak_for(told.get(rid(r), source))
                batch.upsert([replace(r, to_id=OUTSIDE_FIRM + name_key(r.to_name))])
            elif record is Decision:
                batch.upsert([replace(r, firm_id=outside[r.firm_id])])
    batch.speak_for(source)


def _queue(batch: WriteBatch, gone: set[str], source: str) -> None:
    """Pairs that the load put to a person, and pairs with a firm that is gone, wait no more."""
    waiting = queue.pairs(batch)
    kept = [p for p in waiting if p.source != source and p.left not in gone and p.right not in gone]
    if len(kept) < len(waiting):
        queue.keep_pairs(batch, kept)
