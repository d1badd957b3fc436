"""Lint of the numbers of the chains: shares of inputs, weights, and where they come from."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from graph.model.records.sources import cited, year_of
from graph.model.row_problems import RowProblem
from ingest.lint.chain_rules.chain_files import ChainFile, ChainFiles, file_of
from ingest.lint.chain_rules.trade_codes import is_maker, is_raw
from ingest.lint.findings import finding

LEAST, MOST = 0.3, 0.9  # what a maker buys, as a share of its input cost
WEIGHTS_OFF = 0.001
SOURCED = 20  # links of a chain whose share has a source that can be opened; of a small chain an eighth of its links
_SMALL = 1e-9
_DOCUMENT = re.compile(
    r"annual report|prospectus|yearbook|bulletin|white paper|statistic|survey|report of|association|customs data"
    r"|年报|年度报告|招股|说明书|年鉴|公报|白皮书|蓝皮书|统计|报告|协会|海关",
    re.IGNORECASE,
)


def lint_inputs(chains: ChainFiles) -> Iterator[RowProblem]:
    """Buyers whose inputs, from all chains together, cost more than all their inputs do; makers that buy too little to
    make anything, or so much that nothing is left for labour and the rest."""
    total: dict[str, float] = defaultdict(float)
    for f in chains.files:
        for link in f.links:
            total[link.buyer] += link.share
    segments = chains.segments
    for buyer, share in sorted(total.items()):
        if share > 1 + _SMALL:
            yield finding("shares_over_one", file_of(buyer), id=buyer, share=round(share, 3))
    for segment, entry in segments.items():
        share = total[segment]
        if not is_maker(entry) or share > 1 + _SMALL:
            continue
        if share > MOST + _SMALL:
            yield finding("inputs_high", file_of(segment), id=segment, name=entry.name, share=round(share, 3))
        elif share < LEAST - _SMALL and not is_raw(entry):
            yield finding("inputs_low", file_of(segment), id=segment, name=entry.name, share=round(share, 3))


def lint_weights(chain: ChainFile) -> Iterator[RowProblem]:
    """Weights of a chain add up to 1 and say by which statistic they were set."""
    total = sum(s.value_weight for s in chain.segments.values())
    # A segment that cannot be read is told by the loader; what the others add up to then says nothing.
    if len(chain.segments) == len(chain.raw_segments) and abs(total - 1) > WEIGHTS_OFF + _SMALL:
        yield finding("weights_off", chain.file, id=chain.id, total=round(total, 4), off=round(total - 1, 4))
    if not chain.weights_source:
        yield finding("weights_no_source", chain.file, id=chain.id)
    elif _undated(chain.weights_source):
        yield finding("source_no_year", chain.file, id=chain.id, source=chain.weights_source)


def lint_sources(chain: ChainFile) -> Iterator[RowProblem]:
    """Links and segments whose source names a document without its year; chains with hardly a sourced share."""
    for link in chain.links:
        if _undated(link.source):
            yield finding("source_no_year", chain.file, id=link.name, source=link.source)
    for segment, entry in chain.segments.items():
        if _undated(entry.source):
            yield finding("source_no_year", chain.file, id=segment, source=entry.source)
    wanted = min(SOURCED, len(chain.links) // 8)
    n = sum(cited(link.source) for link in chain.links)
    if n < wanted:
        yield finding("few_sources", chain.file, id=chain.id, n=n, wanted=wanted)


def _undated(source: str) -> bool:
    return bool(_DOCUMENT.search(source)) and not year_of(source)
