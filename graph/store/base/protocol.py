"""What every store can do. The measures, the recommender and the app know only this."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, TypedDict

import numpy as np
from numpy.typing import NDArray

from graph.measures.columns import MemberColumns, OriginColumns
from graph.model.records import Batch, Chain, Firm, Link, Member, Membership, Scope, StatedFacts
from graph.model.regions import Regions
from graph.model.specs import Json, R, Record
from graph.store.base.by_name import SHOWN


class Content(NamedTuple):
    """One record as it is stored, without making an object of it: half a million go through a copy.

    key: its key (see `graph.model.specs.rid`); values: its columns as `graph.model.specs.Codec.dump` gives them;
    source: where it comes from; hash: the content hash it was stored under."""

    key: str
    values: Mapping[str, Json]
    source: str
    hash: str


class Version(NamedTuple):
    """A record as it stood at some time. batch: the load that had written it by then; since: that load's day."""

    content: Content
    batch: int
    since: str


class LoadedSource(TypedDict):
    """A source of firms. firms: how many it lists; batch: its last load; loaded: when that ended; scope, region, as_of:
    which firms it could have listed (`graph.model.records.Source`), '' where it does not say."""

    source: str
    firms: int
    batch: int
    loaded: str
    scope: Scope
    region: str
    as_of: str


@dataclass
class Counts:
    """What an upsert did, by record."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    retired: int = 0

    def __iadd__(self, other: Counts) -> Counts:
        self.added += other.added
        self.changed += other.changed
        self.unchanged += other.unchanged
        self.retired += other.retired
        return self

    def as_dict(self) -> dict[str, int]:
        """The four numbers by name."""
        return {
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "retired": self.retired,
        }


@dataclass(frozen=True)
class StrengthMatrix:
    """Strength x_rs by segment and region: `values[i, j]` in micro-units for `segments[i]`, `regions[j]`."""

    segments: tuple[str, ...]
    regions: tuple[str, ...]
    values: NDArray[np.int64]


class WriteBatch(Protocol):
    """One transaction of writes. Everything in it becomes visible at once, or nothing does."""

    id: int
    totals: dict[str, Counts]

    def speak_for(self, source: str) -> None:
        """Records that name no source of their own are this source's from now on, instead of the batch's."""

    def stage(self, rows: Iterable[Record]) -> None:
        """Like `upsert` without waiting; after `flush` the counts stand in `totals`."""

    def stage_contents(self, record: str, contents: Sequence[Content]) -> None:
        """Like `stage`, for records of one type as another store holds them; no key may come twice in a load."""

    def flush(self) -> None:
        """Wait until everything handed over is written."""

    def upsert(self, rows: Iterable[Record]) -> Counts:
        """Insert or update records of one type by their key; rows with unchanged content are left alone."""

    def replace(self, record: str, field: str, owners: Iterable[str], rows: Iterable[Record], **where: str) -> Counts:
        """Make `rows` all there is of `record` for these `owners` (values of `field`); others of theirs are retired.

        `where` limits what may be retired to rows with these column values, such as `source=...`.
        """

    def retire(self, record: str, rids: Iterable[str]) -> Counts:
        """End the validity of these records; their history stays."""

    def keep_only(self, record: str, rids: Iterable[str], **where: str) -> Counts:
        """Retire every current record of this type (with these values, where given) that is not in `rids`."""

    def column(self, record: str, name: str, **where: str) -> dict[str, str]:
        """One column of every current record of this type (with these values elsewhere, where given), by key."""

    def values(self, record: str, column: str) -> set[str]:
        """Distinct values of a column over the current records."""

    def names_of(self, firm_ids: Iterable[str]) -> dict[str, str]:
        """The names of these firms, by id, as far as they are known."""

    def held(self, record: str, field: str, owners: Iterable[str]) -> set[str]:
        """Which of these owners (values of `field`) have a current record of this type."""

    def current(self, record: type[R], field: str, owners: Iterable[str]) -> list[R]:
        """The current records of this type with one of these values in `field`, by key."""

    def holds(self, record: str) -> int:
        """How many current records of this type there are, with what this load has written so far."""

    def count_unchanged(self, record: str, n: int) -> None:
        """Records that were found as they are and so never handed in: they count as if they had been."""

    def meta(self, key: str) -> str:
        """A remembered value, '' if there is none."""

    def set_meta(self, key: str, value: str) -> None:
        """Remember a value."""

    def remember_sums(self, sums: Mapping[str, tuple[int, int]]) -> None:
        """What `hash_sum` is of each type of record when this load has ended, for stores where asking is dear."""

    def codes_of(self, firm_ids: Iterable[str]) -> dict[str, str]:
        """The credit-code key each of these firms is known under, for those that have one."""

    def keys(self, keys: Sequence[str]) -> dict[str, str]:
        """Which firm each of these keys belongs to, for the keys that are known."""

    def add_keys(self, keys: dict[str, str]) -> None:
        """Remember firm keys."""

    def move_keys(self, keys: Mapping[str, str]) -> None:
        """Point firm keys at other firms, known or not; '' forgets a key."""

    def records_of(self, firm_ids: Sequence[str]) -> dict[str, list[tuple[str, StatedFacts]]]:
        """Per firm, all (origin, data) records, as written so far in this batch."""


class GraphStore(Protocol):
    """A graph of chains and firms. Reads see committed batches only; ties are broken by id."""

    def batch(self, kind: str, source: str, file: str = "", resume: str = "") -> AbstractContextManager[WriteBatch]:
        """Open a batch; it commits on leaving the block and rolls back on any exception.

        Where the store is a server, a batch with the same `resume` as one that lost its server goes on from there.
        """

    def chains(self) -> list[Chain]:
        """All chains with their segments and links, in the order of the catalogue."""

    def links(self) -> list[Link]:
        """All links, by ends and kind."""

    def neighbours(self, segment_id: str) -> tuple[list[Link], list[Link]]:
        """Links into and out of a segment."""

    def paths(self, source_id: str, target_id: str, longest: int = 4) -> list[list[str]]:
        """Simple paths along links from one segment to another, shortest first."""

    def firm(self, firm_id: str) -> Firm | None:
        """One firm."""

    def firms(self, firm_ids: Sequence[str] | None = None) -> list[Firm]:
        """These firms (all where None), by id."""

    def firms_named(self, text: str, limit: int = SHOWN) -> list[Firm]:
        """Firms whose name, short name or code holds the text, whatever the case of its letters: names that begin with
        it first, then names that hold it, each by name and id. None for an empty text."""

    def memberships(self, firm_ids: Sequence[str]) -> list[Membership]:
        """All memberships of these firms, by firm and segment."""

    def firms_of(self, segment_id: str, region: str = "", closed: bool = False) -> list[tuple[Firm, Membership]]:
        """Firms of a segment, where `region` is given only those with a seat or a site in it; strongest first. Those
        whose status counts, in whatever role; with `closed` the others, which are history."""

    def members(self) -> list[Member]:
        """All memberships with what the measures need, by firm and segment."""

    def member_columns(self) -> MemberColumns:
        """The same by columns, for measures over the whole country; no record is decoded one by one."""

    def chain_firms(self) -> dict[str, int]:
        """How many firms work in each chain that has any."""

    def strength_matrix(self, regions: Regions) -> StrengthMatrix:
        """Strength by segment and prefecture-level city."""

    def origins(self, region: str) -> dict[str, set[str]]:
        """Per firm with a seat or a site in the region, the sources that list it."""

    def origin_columns(self) -> OriginColumns:
        """The same for the whole country, by columns."""

    def country_columns(self) -> tuple[MemberColumns, OriginColumns]:
        """`member_columns` and `origin_columns` of one state of the store; the firms are read once for both."""

    def rows(self, record: type[R]) -> list[R]:
        """All current records of a type, by key. A chain comes without the segments and links it owns: see `chains`."""

    def of_firms(self, record: type[R], firm_ids: Sequence[str]) -> list[R]:
        """The current records of a type that has a `firm_id` (of relations, `from_id`) about these firms, by key."""

    def columns(self, record: str, *names: str) -> list[tuple[Any, ...]]:
        """These columns of every current record of a type, without making records of them; lists come as lists.

        The values are what the record type says of these fields.
        """

    def hashes(self, record: str, first: str, rest: Sequence[str]) -> dict[str, str]:
        """Content hashes of the current records whose two-part key is (`first`, one of `rest`), by the second part."""

    def contents(self, record: str, size: int = 2_000) -> Iterator[list[Content]]:
        """All current records of a type as they are stored, in lists of at most `size`, in constant memory."""

    def hash_sum(self, record: str) -> tuple[int, int]:
        """How many current records of a type there are, and the sum of their content hashes: what two stores hold alike
        is recognised by it without reading the records."""

    def value_sum(self, record: str) -> tuple[int, int]:
        """The same with every hash worked out anew from the record's values: unlike `hash_sum` where somebody changed a
        value past the program."""

    def past(self, record: str, last: int, size: int = 2_000) -> Iterator[list[Version]]:
        """The records of a type that were current right after batch `last`, each once, in lists of at most `size`."""

    def touched(self, record: str, rids: Sequence[str], last: int) -> dict[str, int]:
        """The newest batch after `last` that wrote or retired each of these records, by key, for those it did."""

    def names_of(self, firm_ids: Sequence[str]) -> dict[str, str]:
        """Names by id; of a firm that is no longer valid the last it had."""

    def firm_keys(self, size: int = 5_000) -> Iterator[dict[str, str]]:
        """All firm keys, in parts."""

    def known_keys(self, keys: Sequence[str]) -> dict[str, str]:
        """Which firm each of these keys belongs to, for the keys that are known."""

    def meta(self, key: str) -> str:
        """A remembered value about the store itself, '' if there is none."""

    def metas(self) -> dict[str, str]:
        """All remembered values."""

    def counts(self) -> dict[str, int]:
        """Number of current records by type."""

    def sources(self) -> list[LoadedSource]:
        """What is loaded: origin, firms, last batch, date."""

    def batches(self) -> list[Batch]:
        """All loads, newest first."""

    def data_version(self) -> str:
        """Changes whenever the data does; the key of caches."""
