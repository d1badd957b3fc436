"""Links whose goods cannot be what the buyer takes: families of goods, and pairs of families that no trade knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from graph.errors import LiantuError
from graph.model.catalogue import SegmentEntry
from graph.model.records import LINK_KINDS
from graph.model.row_problems import RowProblem
from ingest.lint.chain_rules.chain_files import ChainFiles, LinkLine, file_of
from ingest.lint.chain_rules.trade_codes import of_family
from ingest.lint.findings import finding
from ingest.lint.shipped_rows import MAX_MB
from ingest.read import normalise as n
from ingest.read.tables import read_table

FAMILIES, RULES = "rules/goods_families.csv", "rules/impossible_links.csv"


@dataclass(frozen=True)
class Family:
    """Segments that make one kind of goods. `match` names them by industry code (`1321`, `28`), by id (`*.metal_can`)
    or by a word of their name (`~钛合金`); a token that begins with `!` takes out again."""

    id: str
    name: str
    name_en: str
    match: tuple[str, ...]

    def holds(self, segment: str, entry: SegmentEntry) -> bool:
        """Is this segment one of the family?"""
        codes = [t for t in self.match if t.isdecimal()]
        words = [t for t in self.match if not t.isdecimal() and not t.startswith("!")]
        inside = of_family(entry.gbt4754, codes) or any(_named(t, segment, entry) for t in words)
        return inside and not any(_named(t[1:], segment, entry) for t in self.match if t.startswith("!"))


@dataclass(frozen=True)
class Rule:
    """No segment of the one family sells to one of the other, in these kinds and from this share of cost on."""

    row: int
    suppliers: tuple[str, ...]
    buyers: tuple[str, ...]
    kinds: tuple[str, ...]
    from_share: float
    reason: str
    reason_en: str


@dataclass(frozen=True)
class ImpossibleLinks:
    """The two tables of `data/rules/`."""

    families: Mapping[str, Family]
    rules: tuple[Rule, ...]

    @classmethod
    def read(cls, data: Path, found: list[RowProblem]) -> ImpossibleLinks:
        """What can be used of the tables; what is wrong with them adds to `found`. Absent tables hold no rule."""
        families = {
            f.id: f
            for _, cells in _rows(data, FAMILIES, ("id", "name", "name_en", "match"), found)
            for f in [Family(cells["id"], cells["name"], cells["name_en"], _tokens(cells["match"]))]
        }
        rules = []
        columns = ("supplier", "buyer", "kinds", "from_share", "reason", "reason_en")
        for row, cells in _rows(data, RULES, columns, found):
            rule = _rule(row, cells)
            bad = [f for f in (*rule.suppliers, *rule.buyers) if f not in families]
            bad += [k for k in rule.kinds if k not in LINK_KINDS]
            found += [finding("rule_unknown_word", RULES, row, value=word) for word in bad]
            if not bad:
                rules.append(rule)
        return cls(families, tuple(rules))

    def lint(self, chains: ChainFiles) -> Iterator[RowProblem]:
        """Each link that the first rule to speak of it forbids."""
        segments = chains.segments
        within = {s: {f.id for f in self.families.values() if f.holds(s, entry)} for s, entry in segments.items()}
        for link in chains.links:
            rule = self._against(link, within[link.supplier], within[link.buyer])
            if rule:
                yield finding(
                    "impossible_link",
                    file_of(link.buyer),
                    id=link.name,
                    supplier=segments[link.supplier].name,
                    buyer=segments[link.buyer].name,
                    reason=rule.reason,
                    reason_en=rule.reason_en,
                    rule=rule.row,
                )

    def _against(self, link: LinkLine, supplier: Set[str], buyer: Set[str]) -> Rule | None:
        for rule in self.rules:
            if (rule.kinds and link.kind not in rule.kinds) or link.share < rule.from_share:
                continue
            if supplier & set(rule.suppliers) and buyer & set(rule.buyers):
                return rule
        return None


def _named(token: str, segment: str, entry: SegmentEntry) -> bool:
    if token.startswith("~"):
        return token[1:] in entry.name
    return of_family(entry.gbt4754, [token]) if token.isdecimal() else fnmatchcase(segment, token)


def _rule(row: int, cells: Mapping[str, str]) -> Rule:
    return Rule(
        row,
        _tokens(cells["supplier"]),
        _tokens(cells["buyer"]),
        _tokens(cells["kinds"]),
        n.number(cells["from_share"]) or 0.0,
        cells["reason"],
        cells["reason_en"],
    )


def _tokens(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _rows(
    data: Path, label: str, columns: Sequence[str], found: list[RowProblem]
) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The rows of a table of `data/`; an absent one has none, an unusable one adds to `found`."""
    if not (data / label).is_file():
        return
    try:
        table = read_table(data / label, MAX_MB)
    except LiantuError as error:
        found.append(finding("unreadable", label, why=str(error)))
        return
    missing = [c for c in columns if c not in table.columns]
    found += [finding("no_column", label, 1, column=c) for c in missing]
    if not missing:
        yield from table.rows
