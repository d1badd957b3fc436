"""What the target page offers and saves: the segments to choose from, the table, the workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from app_pages import frame, state
from app_pages.draw.options import JsonValue
from app_pages.draw.palette import STATES
from app_pages.read import base, chains, gaps
from app_pages.texts import language
from graph.model.text import file_stem
from graph.model.words import Lang
from outreach.papers.target_list import list_workbook
from recommend.explain.shapes import TargetDocument


def segment_choices(now: state.Selection) -> dict[str, str]:
    """Segments of the chain with their marks, its gaps first in their order; demand nodes have no targets."""
    chain = chains.chain(now.chain, now.region)
    by_id = {s["id"]: s for s in chain["segments"] if not s["demand"]}
    first = [g["segment"] for g in gaps.of_chain(now.chain, now.region)]
    order = dict.fromkeys([*first, *by_id])
    return {s: f"{STATES[by_id[s]['state']][1]} {frame.segment_name(by_id[s], now.lang)}" for s in order}


def table(
    rows: Sequence[Mapping[str, JsonValue]], columns: Mapping[str, tuple[str, str, int]], lang: Lang
) -> pd.DataFrame:
    """The rows of the export's first sheet under their headings."""
    headings = {k: zh if lang == "zh" else en for k, (zh, en, _) in columns.items()}
    return pd.DataFrame(rows, columns=list(columns)).rename(columns=headings)


def height(rows: int) -> int:
    """Pixels of a table that shows its rows and no empty ones, up to what fits the screen."""
    return min(520, 36 + 33 * max(rows, 1))


def file_name(segment: str, now: state.Selection, say: language.Speaker) -> str:
    """What the workbook is called when it is saved."""
    region = base.space().regions.name(now.region)
    return say(
        "targets.file",
        region=region,
        segment=file_stem(frame.segment_title(segment, now.lang)),
        date=date.today().isoformat(),
    )


def workbook(targets: Sequence[TargetDocument], segment: str, now: state.Selection) -> bytes:
    """The list as it is shown, as a workbook."""
    space = base.space()
    gap = gaps.of_segment(segment, now.region)
    return list_workbook(
        targets, segment, now.region, gap, space.store, space.regions, space.network, date.today(), now.lang
    )
