"""Lint of the chain files and the general terms, beyond what their loader refuses."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from graph.errors import InvalidCatalogue, LiantuError
from graph.model import catalogue as cat
from graph.model.records import Segment, StatedFacts
from graph.model.records.sources import says_estimate
from graph.model.retired import FILE as RETIRED
from graph.model.row_problems import RowProblem
from ingest.assign.assigner import Assigner
from ingest.assign.lexicon import NO_GENERAL_TERMS, GeneralTerms
from ingest.lint.chain_rules.chain_files import ChainFile, ChainFiles, file_of
from ingest.lint.chain_rules.numbers import lint_inputs, lint_sources, lint_weights
from ingest.lint.chain_rules.stages import lint_codes, lint_demand, lint_lanes, lint_siting
from ingest.lint.chain_rules.techs import lint_techs
from ingest.lint.chain_rules.trades import lint_trades
from ingest.lint.findings import finding
from ingest.lint.shipped_rows import reach

THIN = 5  # a segment with fewer national firms gives no choice of targets to a city that lacks it
_LINK_SOURCE = re.compile(r"^\S+: links\.[^:]*\bsource: ")


def lint_chains(folder: Path) -> tuple[ChainFiles, list[RowProblem]]:
    """Every finding of the chain files by themselves, and all of them that can be read, however wrong the rest is."""
    found: list[RowProblem] = []
    try:
        cat.load(folder)
    except InvalidCatalogue as error:
        # A link without source is reported under its own code below.
        found += [finding("catalogue", _file_of(p), why=p) for p in error.problems if not _LINK_SOURCE.match(p)]
    except LiantuError as error:
        found.append(finding("unreadable", "chains/", why=str(error)))
    chains = ChainFiles.read(folder)
    for chain in chains.files:
        for lint in (_links, lint_codes, lint_siting, lint_lanes, lint_techs, lint_weights, lint_sources):
            found += lint(chain)
    found += lint_inputs(chains)
    found += lint_demand(chains)
    return chains, found


def _file_of(problem: str) -> str:
    """The file that a problem of the loader begins with."""
    head = problem.split(":")[0].split(" ")[0]
    return head if head == RETIRED else f"chains/{head}" if head.endswith(".yaml") else "chains/"


def _links(chain: ChainFile) -> Iterator[RowProblem]:
    for link in chain.raw_links:
        name = f"{link.get('from')} -> {link.get('to')}"
        source = str(link.get("source") or "").strip()
        if not source:
            yield finding("link_no_source", chain.file, id=name)
        elif link.get("share") and "own knowledge" in source.lower() and not says_estimate(source):
            yield finding("share_not_estimate", chain.file, id=name, share=str(link["share"]))


def lint_terms(file: Path, segments: Sequence[Segment]) -> tuple[GeneralTerms, list[RowProblem]]:
    """The general terms as far as they can be used, what is wrong with them, and terms that mean two things."""
    try:
        terms = GeneralTerms.load(file)
    except LiantuError as error:
        return NO_GENERAL_TERMS, [
            finding("terms", file.name, why=str(error)),
            *lint_trades(segments, ()),
        ]
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
    found += lint_trades(segments, terms.shared)
    found += _words_of_demand(file.name, segments, usable)
    return replace(terms, general=usable["general"], also=usable["also"]), found


def _words_of_demand(
    file: str, segments: Sequence[Segment], words: Mapping[str, Mapping[str, Collection[str]]]
) -> Iterator[RowProblem]:
    """Words that would put firms into a segment that only buys."""
    demand = {s.id: s.name for s in segments if s.demand}
    named = sorted({s for part in words.values() for ids in part.values() for s in ids if s in demand})
    for segment in named:
        yield finding("demand_has_words", file, id=segment, name=demand[segment])


def lint_reach(segments: Sequence[Segment], terms: GeneralTerms, firms: Sequence[StatedFacts]) -> Iterator[RowProblem]:
    """Segments that no shipped firm reaches, or hardly any, by the terms alone (no encoder)."""
    if not segments:
        return
    for segment, names in reach(firms, Assigner(segments, None, terms)).items():
        if len(names) < THIN:
            code = "segment_thin" if names else "segment_unreached"
            yield finding(code, file_of(segment), id=segment, n=len(names))
