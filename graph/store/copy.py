"""Copies between stores: push, pull, diff. Streamed page by page; a content hash per record type proves the copy.

The hash of a type is the sum of its records' hashes: it needs no order and no memory, and any changed, missing or
doubled record changes it. What a server holds is always proved from its values, and not from the hashes that stand with
them.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from graph.errors import StoreError
from graph.model import specs
from graph.store.base.digest import DIGEST_BYTES, digest
from graph.store.base.protocol import Counts, GraphStore

Progress = Callable[[str, int, int], None]
PAGE = 5_000
SHOWN = 20  # differing records named for each type
# Nodes first, so that relationships find their ends.
ORDER = tuple(sorted(specs.BY_NAME, key=lambda r: r in ("link", "membership", "relation")))
KEYS = "firm_key"
_BITS = 8 * DIGEST_BYTES


class FingerprintDocument(TypedDict):
    """A `Fingerprint` as JSON; hash: hexadecimal."""

    count: int
    hash: str


class DifferenceTotals(TypedDict):
    """How many records there are only here, only there, and in both but unlike."""

    only_left: int
    only_right: int
    changed: int


class DifferenceDocument(TypedDict):
    """A `Difference` as JSON; the three lists hold the first keys only."""

    same: bool
    left: FingerprintDocument
    right: FingerprintDocument
    only_left: list[str]
    only_right: list[str]
    changed: list[str]
    totals: DifferenceTotals


class CopyDocument(TypedDict):
    """A `CopyReport` as JSON, by type of record."""

    counts: dict[str, dict[str, int]]
    hashes: dict[str, FingerprintDocument]


@dataclass
class Fingerprint:
    """How many records of a type there are, and their hash."""

    count: int = 0
    total: int = 0

    def add(self, digest: bytes) -> None:
        self.count += 1
        self.total = (self.total + int.from_bytes(digest, "big")) % (1 << _BITS)

    def as_dict(self) -> FingerprintDocument:
        return {"count": self.count, "hash": f"{self.total:032x}"}


@dataclass
class Difference:
    """How two stores differ in one type of record: how many, and the first few keys of each kind."""

    left: Fingerprint
    right: Fingerprint
    only_left: list[str] = field(default_factory=list)
    only_right: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    totals: tuple[int, int, int] = (0, 0, 0)  # of the three lists, uncut

    @property
    def same(self) -> bool:
        return self.left == self.right

    def as_dict(self) -> DifferenceDocument:
        only_left, only_right, changed = self.totals
        return {
            "same": self.same,
            "left": self.left.as_dict(),
            "right": self.right.as_dict(),
            "only_left": self.only_left,
            "only_right": self.only_right,
            "changed": self.changed,
            "totals": {"only_left": only_left, "only_right": only_right, "changed": changed},
        }


def _key_digest(key: str, firm_id: str) -> bytes:
    return hashlib.blake2b(json.dumps([key, firm_id]).encode(), digest_size=DIGEST_BYTES).digest()


def fingerprints(
    store: GraphStore, progress: Progress | None = None, what: str = "核对", records: Sequence[str] = ORDER
) -> dict[str, Fingerprint]:
    """Count and hash of these types of record, from their values, and of the keys firms are known under."""
    counts = store.counts()
    done, total = 0, sum(counts[record] for record in records)
    out: dict[str, Fingerprint] = {}
    for record in records:
        out[record] = Fingerprint()
        for page in store.contents(record, PAGE):
            for content in page:
                out[record].add(digest(record, content))
            done += len(page)
            if progress:
                progress(what, done, total)
    out[KEYS] = _of_keys(store)
    return out


def _of_keys(store: GraphStore) -> Fingerprint:
    out = Fingerprint()
    for keys in store.firm_keys():
        for key, firm_id in keys.items():
            out.add(_key_digest(key, firm_id))
    return out


@dataclass
class CopyReport:
    """What a copy did, by type of record, and the sum of the content hashes that both stores now have."""

    counts: dict[str, Counts]
    hashes: dict[str, Fingerprint]

    def as_dict(self) -> CopyDocument:
        return {
            "counts": {name: c.as_dict() for name, c in sorted(self.counts.items())},
            "hashes": {name: f.as_dict() for name, f in sorted(self.hashes.items())},
        }


def copy(
    source: GraphStore, target: GraphStore, kind: str, progress: Progress | None = None, verify: bool = True
) -> CopyReport:
    """Make `target` hold exactly what `source` holds, as one load; what is the same already is not written again.

    A type whose content hashes add up to the same in both is taken as the same and not read; a change that somebody
    made on a server by hand, past this program, is found by `diff`, which reads all of the server.

    A copy to a server that broke off goes on where it stopped when it is run again. Raises `StoreError`; the
    target then shows what it showed before.
    """
    counts = source.counts()
    done, total = 0, sum(counts.values())
    sent: dict[str, Fingerprint] = {}
    written: list[str] = []  # the types that were gone through
    seen: dict[str, array[int]] = {}
    version = source.data_version()
    before = target.counts()
    with target.batch(kind, f"copy:{version}", resume=version) as batch:
        for record in ORDER:
            here = source.hash_sum(record)
            sent[record] = Fingerprint(*here)
            if counts[record] == before[record] and (not counts[record] or here == target.hash_sum(record)):
                if counts[record]:
                    batch.count_unchanged(record, counts[record])
                done += counts[record]
                continue
            mine = seen.setdefault(record, array("Q"))
            written.append(record)
            for page in source.contents(record, PAGE):
                if before[record]:
                    mine.extend(_short(content.key) for content in page)
                batch.stage_contents(record, page)
                done += len(page)
                if progress:
                    progress("复制", done, total)
        for record in reversed(ORDER):
            if before[record] and record in written and batch.holds(record) != len(seen[record]):
                known = set(seen.pop(record))
                batch.retire(record, [key for key in batch.column(record, "rid") if _short(key) not in known])
        batch.remember_sums({record: (f.count, f.total) for record, f in sent.items()})
        sent[KEYS] = Fingerprint()
        for keys in source.firm_keys():
            batch.add_keys(keys)
            for key, firm_id in keys.items():
                sent[KEYS].add(_key_digest(key, firm_id))
        for key, value in source.metas().items():
            batch.set_meta(key, value)
        batch.flush()
        report = CopyReport(dict(batch.totals), sent)
    if verify:
        _verify(source, target, {record: sent[record] for record in written}, progress)
    return report


def _verify(source: GraphStore, target: GraphStore, written: dict[str, Fingerprint], progress: Progress | None) -> None:
    """Read back what a copy wrote, value by value. Raises `StoreError` where it is not what was sent."""
    wrong = []
    for done, (record, sent) in enumerate(written.items()):
        if progress:
            progress("核对", done, len(written))
        if target.value_sum(record) != (sent.count, sent.total) and not _alike(source, target, record):
            wrong.append(record)
    if wrong:
        raise StoreError(
            f"after the copy {', '.join(wrong)} differ between the two stores; was something loaded meanwhile? Run it "
            f"again"
        )


def _alike(left: GraphStore, right: GraphStore, record: str) -> bool:
    """Are the values the same although their hashes are not (3 beside 3.0, a record that names no source)?"""
    return fingerprints(left, records=[record])[record] == fingerprints(right, records=[record])[record]


def diff(left: GraphStore, right: GraphStore, progress: Progress | None = None) -> dict[str, Difference]:
    """How two stores differ, by type of record.

    `right` is the one that others may have written to: its hashes are worked out anew from its values, and where they
    add up to what stands in both stores the type is the same. Any other type is read from both and compared by values.
    """
    counts = left.counts()
    done, total = 0, sum(counts.values())
    out: dict[str, Difference] = {}
    for record in ORDER:
        if progress:
            progress("核对", done, total)
        here, there = left.hash_sum(record), right.value_sum(record)
        out[record] = Difference(Fingerprint(*here), Fingerprint(*there))
        if here != there:
            one, two = (fingerprints(store, records=[record])[record] for store in (left, right))
            out[record] = Difference(one, two)
            if one != two:
                _look_into(out[record], left, right, record)
        done += counts[record]
    out[KEYS] = Difference(_of_keys(left), _of_keys(right))
    return out


def _look_into(difference: Difference, left: GraphStore, right: GraphStore, record: str) -> None:
    here, there = (
        {content.key: digest(record, content) for page in store.contents(record, PAGE) for content in page}
        for store in (left, right)
    )
    lists = (
        sorted(here.keys() - there.keys()),
        sorted(there.keys() - here.keys()),
        sorted(k for k in here.keys() & there.keys() if here[k] != there[k]),
    )
    difference.totals = (len(lists[0]), len(lists[1]), len(lists[2]))
    difference.only_left, difference.only_right, difference.changed = (x[:SHOWN] for x in lists)


def _short(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big")
