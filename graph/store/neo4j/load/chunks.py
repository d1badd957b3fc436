"""Writes the records of a load a chunk at a time: beside what readers see, until the load is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.errors import EndsMissing
from graph.store.base.assemble import chunks
from graph.store.base.protocol import Counts
from graph.store.neo4j.codec import place
from graph.store.neo4j.cypher import labels, reading, store_node, tidying, writing
from graph.store.neo4j.load.plan import Old, Place, PlannedRow, aside, grouped, plan
from graph.store.neo4j.load.writer import Statement, Writer
from graph.store.neo4j.server.connect import Line

ROWS = 2_000  # keys asked for at once
FEW = 20_000  # as many keys are fetched once and remembered, instead of being asked for with each chunk


class ChunkWriter:
    """What one load has written so far. touched: records of which it replaced or retired something; totals: what it
    did, by record."""

    def __init__(self, line: Line, writer: Writer, batch_id: int, touched: Sequence[str]) -> None:
        self.touched = set(touched)
        self._resumed = frozenset(touched)
        self.totals: dict[str, Counts] = {}
        self._line, self._writer, self._batch = line, writer, batch_id
        self._there: dict[str, set[str] | None] = {}  # keys on the server before the load; None: too many to remember

    def look(self, record: str, rows: Sequence[PlannedRow]) -> dict[str, Old]:
        """What stands under the keys of a chunk none of which comes twice in this load: asked while the chunk before it
        is still on its way."""
        return self._known(record, rows, once=True)

    def put(self, record: str, rows: list[PlannedRow], known: Mapping[str, Old] | None = None) -> None:
        """Write a chunk: what is new is created, what changed gets a version beside the one readers still see.

        known: what `look` found; without it a key may come twice in this load, and the server is asked now.
        """
        once = known is not None
        sorted_rows = plan(rows, self._known(record, rows, once) if known is None else known, self._batch)
        self._touch(record, bool(sorted_rows.ended))
        statements: list[Statement] = []
        if sorted_rows.ended:
            statements.append((writing.supersede(record), {"keys": sorted_rows.ended, "batch": self._batch}))
        if sorted_rows.revived:
            statements.append((writing.unsupersede(record), {"keys": sorted_rows.revived}))
        if sorted_rows.over:
            statements.append((writing.overwrite(record), {"rows": [r.sent() for r in sorted_rows.over]}))
        if sorted_rows.new:
            self._create(record, statements, sorted_rows.new)
        elif statements:
            self._writer.write(*statements)
        self.count(record, sorted_rows.counts)
        if not once and (sorted_rows.new or sorted_rows.over):
            self._there[record] = None

    def retire(self, record: str, rids: Sequence[str]) -> None:
        """End what is current under these keys; what this load itself wrote is taken back."""
        counts = Counts()
        for part in chunks(sorted(set(rids)), ROWS):
            self._writer.flush()
            places = self._both([place(r, record in labels.TIES) for r in part])
            found = self._line.gathered(writing.current_of(record), keys=places, v=self._batch)
            old = [{"a": a, "key": key} for a, key, batch in found if batch != self._batch]
            mine = [{"a": a, "key": key} for a, key, batch in found if batch == self._batch]
            counts.retired += len(found)
            self._touch(record, bool(old))
            statements: list[Statement] = []
            if old:
                statements.append((writing.supersede(record), {"keys": old, "batch": self._batch}))
            if mine:
                statements.append((tidying.remove(record), {"keys": mine}))
                if record not in labels.TIES:
                    statements.append((tidying.make_ghosts(record), {"keys": mine}))
            if statements:
                self._writer.write(*statements)
        self.count(record, counts)

    def count(self, record: str, counts: Counts) -> None:
        """Add to the totals of a record."""
        total = self.totals.setdefault(record, Counts())
        total += counts

    def _known(self, record: str, rows: Sequence[PlannedRow], once: bool) -> dict[str, Old]:
        """What stands under the keys of these rows, and under the keys this load's own versions of them have.

        Where no key comes twice, what was there before the load is all that need be known.
        """
        if record not in self._there:
            n = self._line.read(reading.total(record))[0]["n"]
            few = 0 < n <= FEW and once
            self._there[record] = set(self._line.gathered(reading.keys_of(record))) if few else None if n else set()
        there = self._there[record]
        places = [r.place for r in rows if there is None or r.key in there]
        # Of keys that come once, only a load that goes on after it broke off can have written some already.
        touched = self._resumed if once else self.touched
        if not places:
            return {}
        asked = self._both(places) if record in touched else places
        found = self._line.gathered(writing.known(record), keys=asked)
        return {key: Old(digest or "", batch, until) for key, digest, batch, until in found}

    def _both(self, places: Sequence[Place]) -> list[Place]:
        """These places, and those of this load's own versions."""
        return [*places, *(p | {"key": aside(p["key"], self._batch)} for p in places)]

    def _create(self, record: str, statements: list[Statement], new: list[PlannedRow]) -> None:
        tie = labels.TIES.get(record)
        if tie is None:
            self._writer.write(
                *statements, (writing.create(record), {"rows": [r.sent() for r in new]}), expect=len(new)
            )
            return
        by, rows = grouped(new)
        create: Statement = (writing.create(record, by), {"rows": rows})
        try:
            self._writer.write(*statements, create, expect=len(new))
        except EndsMissing:
            ghosts: list[Statement] = []
            for label, nodes in (
                (tie.start, {r.a: r.ids[0] for r in new}),
                (tie.end, {r.b: r.ids[1] for r in new}),
            ):
                ghosts.append((writing.ghosts(label), {"rows": [{"key": a, "id": i} for a, i in nodes.items()]}))
                self._there.update((name, None) for name, its in labels.NODES.items() if its == label)
            self._writer.write(*statements, *ghosts, create, expect=len(new))

    def _touch(self, record: str, ended: bool) -> None:
        """Note on the store node, before anything of a record is ended, that there will be something to fold."""
        if ended and record not in self.touched:
            self.touched.add(record)
            self._writer.write((store_node.TOUCH, {"touched": sorted(self.touched)}))
