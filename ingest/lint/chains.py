"""Lint of the chain files and the general terms, beyond what their loader refuses."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypedDict

import yaml
from pydantic import ValidationError

from graph.errors import InvalidCatalogue, LiantuError
from graph.model import catalogue as cat
from graph.model.records import Segment, StatedFacts
from graph.model.row_problems import Arg, RowProblem
from ingest.assign.assigner import Assigner
from ingest.assign.lexicon import NO_GENERAL_TERMS, GeneralTerms, plain
from ingest.lint.findings import finding
from ingest.lint.shipped_rows import reach

THIN = 5  # a segment with fewer national firms gives no choice of targets to a city that lacks it
_GBT = re.compile(r"\d{2,4}")
_LINK_SOURCE = re.compile(r"^\S+: links\.[^:]*\bsource: ")


# Entries of a chain file as they stand, which may be wrong in any way.
RawLink = TypedDict("RawLink", {"from": object, "to": object, "share": object, "source": object}, total=False)


class RawSegment(TypedDict, total=False):
    id: object
    gbt4754: object


@dataclass(frozen=True)
class RawChain:
    """A chain file as far as it can be read."""

    id: str
    links: list[RawLink]
    segments: list[RawSegment]


def _read(file: Path) -> RawChain | None:
    """None where the file is no YAML or no mapping; the loader says so."""
    try:
        raw: Any = yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, UnicodeDecodeError):
        return None
    if not isinstance(raw, dict):
        return None
    return RawChain(str(raw.get("id")), _mappings(raw.get("links")), _mappings(raw.get("segments")))


def _mappings(entries: Any) -> list[Any]:
    return [e for e in entries if isinstance(e, dict)] if isinstance(entries, list) else []


def lint_chains(folder: Path) -> tuple[list[Segment], list[RowProblem]]:
    """All findings of the chain files, and every segment that could be read, however wrong the rest is."""
    found: list[RowProblem] = []
    try:
        cat.load(folder)
    except InvalidCatalogue as error:
        # A link without source is reported under its own code below.
        found += [
            finding("catalogue", f"chains/{_file_of(p)}" if _file_of(p) else "chains/", why=p)
            for p in error.problems
            if not _LINK_SOURCE.match(p)
        ]
    except LiantuError as error:
        found.append(finding("unreadable", "chains/", why=str(error)))
    segments: list[Segment] = []
    for file in sorted(folder.glob("*.yaml")):
        raw = _read(file)
        if raw is not None:
            label = f"chains/{file.name}"
            found += _links(label, raw)
            found += _codes(label, raw)
            segments += _segments(raw)
    return segments, found


def _file_of(problem: str) -> str:
    head = problem.split(":")[0]
    return head if head.endswith(".yaml") else ""


def _links(file: str, raw: RawChain) -> Iterator[RowProblem]:
    for link in raw.links:
        name = f"{link.get('from')} -> {link.get('to')}"
        source = str(link.get("source") or "").strip()
        if not source:
            yield finding("link_no_source", file, id=name)
        elif link.get("share") and "own knowledge" in source.lower() and not re.search(r"estimat|估", source.lower()):
            yield finding("share_not_estimate", file, id=name, share=str(link["share"]))


def lint_shares(folder: Path) -> Iterator[RowProblem]:
    """Buyers whose inputs, from all chains together, would cost more than all their inputs do."""
    total: dict[str, float] = defaultdict(float)
    for file in sorted(folder.glob("*.yaml")):
        raw = _read(file)
        if raw is None:
            continue
        for link in raw.links:
            share, to = link.get("share"), str(link.get("to"))
            if isinstance(share, int | float):
                total[to if "." in to else f"{raw.id}.{to}"] += share
    for buyer, share in sorted(total.items()):
        if share > 1 + 1e-9:
            yield finding("shares_over_one", f"chains/{buyer.split('.')[0]}.yaml", id=buyer, share=round(share, 3))


def _codes(file: str, raw: RawChain) -> Iterator[RowProblem]:
    for segment in raw.segments:
        codes = segment.get("gbt4754") or []
        for code in codes if isinstance(codes, list) else [codes]:
            if not isinstance(code, str) or not _GBT.fullmatch(code):
                yield finding("bad_gbt4754", file, id=f"{raw.id}.{segment.get('id')}", value=_shown(code))


def _shown(value: object) -> Arg:
    return value if isinstance(value, str | int | float) else str(value)


def _segments(raw: RawChain) -> list[Segment]:
    """The segments of a file that are valid by themselves; its links do not matter here."""
    chain, out = raw.id, []
    for entry in raw.segments:
        try:
            s = cat.SegmentEntry.model_validate(entry)
        except ValidationError:
            continue  # the loader has said so
        out.append(
            Segment(
                f"{chain}.{s.id}", chain, s.name, s.name_en, s.tier, s.description, tuple(s.products), tuple(s.gbt4754)
            )
        )
    return out


def _terms_twice(segments: Sequence[Segment], shared: Sequence[frozenset[str]]) -> Iterator[RowProblem]:
    """Terms of several segments that share no industry code, or lie in different chains, undeclared.

    Within one chain a code in common (equal, or one the class of the other) says that one thing is meant; between
    chains `shared` in terms.yaml declares it, and says why. A declaration that no term needs is found too.
    """
    needed: set[frozenset[str]] = set()
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
                f"chains/{users[0].chain}.yaml",
                id=users[0].id,
                term=spelt[form],
                where=where,
                why=why[0],
                why_en=why[1],
            )
    for group in shared:
        if group not in needed:
            yield finding("shared_stale", "terms.yaml", id=" + ".join(sorted(group)))


def _share_code(users: Sequence[Segment]) -> bool:
    first, *rest = users
    return any(
        all(any(c.startswith(code) or code.startswith(c) for c in s.gbt4754) for s in rest) for code in first.gbt4754
    )


def lint_terms(file: Path, segments: Sequence[Segment]) -> tuple[GeneralTerms, list[RowProblem]]:
    """The general terms as far as they can be used, what is wrong with them, and terms that mean two things."""
    try:
        terms = GeneralTerms.load(file)
    except LiantuError as error:
        return NO_GENERAL_TERMS, [finding("terms", file.name, why=str(error)), *_terms_twice(segments, ())]
    known = {s.id for s in segments}
    found, usable = [], {}
    for part, words in (("general", terms.general), ("also", terms.also)):
        unknown = sorted({s for ids in words.values() for s in ids} - known)
        found += [finding("unknown_segment", file.name, id=s, name=part, value=s) for s in unknown]
        kept = {w: tuple(s for s in ids if s in known) for w, ids in words.items()}
        usable[part] = {w: ids for w, ids in kept.items() if ids}
    found += [
        finding("unknown_segment", file.name, id=s, name="shared", value=s)
        for s in sorted(frozenset().union(*terms.shared) - known)
    ]
    found += _terms_twice(segments, terms.shared)
    return replace(terms, general=usable["general"], also=usable["also"]), found


def lint_reach(segments: Sequence[Segment], terms: GeneralTerms, firms: Sequence[StatedFacts]) -> Iterator[RowProblem]:
    """Segments that no shipped firm reaches, or hardly any, by the terms alone (no encoder)."""
    if not segments:
        return
    for segment, names in reach(firms, Assigner(segments, None, terms)).items():
        if len(names) < THIN:
            code = "segment_thin" if names else "segment_unreached"
            yield finding(code, f"chains/{segment.split('.')[0]}.yaml", id=segment, n=len(names))
