"""Lint of trades that stand twice: one product term in two segments, and two segments of one trade."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations

from graph.model.records import Segment
from graph.model.row_problems import RowProblem
from ingest.assign.lexicon import plain
from ingest.lint.chain_rules.chain_files import file_of
from ingest.lint.findings import finding

SAME_NAME = 0.75  # names this much alike, with an industry code in common, are one trade
SAME_TERMS = 0.4  # and so are segments of which the shorter list of products stands to this part in the other
FEW_TERMS = 3
_FILLER = re.compile(r"[与和及、（）()的]|制造|生产|加工|装备|设备|系统|服务|材料|产品")


def lint_trades(segments: Sequence[Segment], shared: Sequence[frozenset[str]]) -> Iterator[RowProblem]:
    """Terms and trades that stand twice and are not declared in `shared` of terms.yaml, and declarations that nothing
    needs."""
    needed: set[frozenset[str]] = set()
    yield from _terms_twice(segments, shared, needed)
    yield from _trades_twice(segments, shared, needed)
    for group in shared:
        if group not in needed:
            yield finding("shared_stale", "terms.yaml", id=" + ".join(sorted(group)))


def _terms_twice(
    segments: Sequence[Segment], shared: Sequence[frozenset[str]], needed: set[frozenset[str]]
) -> Iterator[RowProblem]:
    """Terms of several segments that share no industry code, or lie in different chains, undeclared.

    Within one chain a code in common (equal, or one the class of the other) says that one thing is meant; between
    chains `shared` in terms.yaml declares it, and says why.
    """
    owners: dict[str, list[Segment]] = defaultdict(list)
    spelt: dict[str, str] = {}
    for s in segments:
        for term in dict.fromkeys(s.products):
            form = plain(term)
            spelt.setdefault(form, term)
            if s not in owners[form]:
                owners[form].append(s)
    for form, users in owners.items():
        if len(users) < 2:
            continue
        why = (
            ("在不同产业链", "in different chains")
            if len({s.chain for s in users}) > 1
            else (("行业代码不重合", "no industry code in common") if not _share_code(users) else None)
        )
        declared = [group for group in shared if {s.id for s in users} <= group]
        if why and declared:
            needed.update(declared)
        elif why:
            where = " / ".join(f"{s.id} ({s.name})" for s in users)
            yield finding(
                "term_twice",
                file_of(users[0].id),
                id=users[0].id,
                term=spelt[form],
                where=where,
                why=why[0],
                why_en=why[1],
            )


def _share_code(users: Sequence[Segment]) -> bool:
    first, *rest = users
    return any(
        all(any(c.startswith(code) or code.startswith(c) for c in s.gbt4754) for s in rest) for code in first.gbt4754
    )


def _trades_twice(
    segments: Sequence[Segment], shared: Sequence[frozenset[str]], needed: set[frozenset[str]]
) -> Iterator[RowProblem]:
    """Pairs of segments that are one trade, undeclared: much the same products, or, of two chains, nearly the same
    name and an industry code in common. Within a chain names are apart on purpose."""
    for a, b, zh, en in _pairs(segments):
        declared = [group for group in shared if {a.id, b.id} <= group]
        needed.update(declared)
        if not declared:
            yield finding(
                "trade_twice", file_of(a.id), id=a.id, name=a.name, other=b.name, other_id=b.id, why=zh, why_en=en
            )


def _pairs(segments: Sequence[Segment]) -> Iterator[tuple[Segment, Segment, str, str]]:
    common = _terms_in_common(segments)
    by_code: dict[str, list[int]] = defaultdict(list)
    for i, s in enumerate(segments):
        for group in dict.fromkeys(code[:3] for code in s.gbt4754):
            by_code[group].append(i)
    near = {pair for rows in by_code.values() for pair in combinations(rows, 2)}
    for i, j in sorted(near | common.keys()):
        a, b = segments[i], segments[j]
        n, shorter = common[i, j], min(len(a.products), len(b.products))
        if n >= FEW_TERMS and n >= SAME_TERMS * shorter:
            yield a, b, f"有 {n} 个产品词相同", f"{n} product terms are the same"
        elif (i, j) in near and not _by_field(a) and a.chain != b.chain and _alike(a.name, b.name):
            yield a, b, "名称几乎相同、行业代码重合", "nearly one name, and an industry code in common"


def _terms_in_common(segments: Sequence[Segment]) -> Counter[tuple[int, int]]:
    owners: dict[str, list[int]] = defaultdict(list)
    for i, s in enumerate(segments):
        for form in {plain(term) for term in s.products}:
            owners[form].append(i)
    return Counter(pair for rows in owners.values() for pair in combinations(rows, 2))


def _by_field(s: Segment) -> bool:
    """Testing and design are called the same in every field and are another trade in each."""
    return any(code.startswith(("745", "748", "749")) for code in s.gbt4754)


def _alike(a: str, b: str) -> bool:
    a, b = (_FILLER.sub("", plain(name)) or name for name in (a, b))
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= SAME_NAME
