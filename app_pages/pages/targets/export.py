"""What the target page offers and saves: the segments to choose from, the table, the workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from app_pages import frame, state
from app_pages.draw.charts import STATES
from app_pages.read import loaders
from app_pages.texts import language
from graph.model.words import Lang
from outreach.papers import target_list


def segment_choices(now: state.Selection) -> dict[str, str]:
    """Segments of the chain with their marks, its gaps first in their order."""
    chain = loaders.chain(now.chain, now.region)
    by_id = {s["id"]: s for s in chain["segments"]}
    gaps = [g["segment"] for g in loaders.gaps(now.region) if g["chain"] == now.chain]
    order = [*gaps, *(s for s in by_id if s not in set(gaps))]
    return {s: f"{STATES[by_id[s]['state']][1]} {frame.segment_name(by_id[s], now.lang)}" for s in order}


def segment_title(segment: str, lang: Lang) -> str:
    """A segment's name."""
    row = loaders.space().network.segments[segment]
    return row.name if lang == "zh" else row.name_en


def table(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, tuple[str, str, int]], lang: Lang) -> pd.DataFrame:
    """The rows of the export's first sheet under their headings."""
    headings = {k: words[lang == "en"] for k, words in columns.items()}
    return pd.DataFrame(rows, columns=list(columns)).rename(columns=headings)


def height(rows: int) -> int:
    """Pixels of a table that shows its rows and no empty ones, up to what fits the screen."""
    return min(520, 36 + 33 * max(rows, 1))


def file_name(segment: str, now: state.Selection, say: language.Speaker) -> str:
    """What the workbook is called when it is saved."""
    region = loaders.space().regions.name(now.region)
    return say(
        "targets.file",
        region=region,
        segment=segment_title(segment, now.lang).replace("/", "-"),
        date=date.today().isoformat(),
    )


def workbook(targets: Sequence[Mapping[str, Any]], segment: str, now: state.Selection) -> bytes:
    """The list as it is shown, as a workbook."""
    gap = next((g for g in loaders.gaps(now.region) if g["segment"] == segment), None)
    space = loaders.space()
    return target_list.list_workbook(
        targets, segment, now.region, gap, space.store, space.regions, space.network, date.today(), now.lang
    )


def source_title(origin: str, lang: Lang) -> str:
    """A source as people call it: the shipped table of a chain, or the name of the file."""
    return target_list.source_title(origin, loaders.space().network, lang)
