"""What the office has set for itself, read anew on every run: the file is small, and another session may change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app_pages.read.base import settings, space
from graph import office as kept
from graph.errors import UnreadableFile
from graph.model.cities.benchmark_cities import BenchmarkCity
from graph.office import Office


def office() -> Office:
    """What is set; nothing where the file was damaged, which the page 设置 tells."""
    try:
        return kept.load(settings().office_file)
    except UnreadableFile:
        return Office()


def damaged() -> UnreadableFile | None:
    """What is wrong with the file, None where nothing is."""
    try:
        kept.load(settings().office_file)
    except UnreadableFile as error:
        return error
    return None


def save(made: Office) -> None:
    """Keep it. Raises `UnwritableFile`."""
    kept.save(settings().office_file, made)


def map_review() -> str:
    """The review number of maps: the office's own, else that of the environment."""
    return office().map_review or settings().map_review


def followed_first() -> list[str]:
    """The ids of all chains, those that the office follows before the others."""
    chains, order = [c.id for c in space().network.chains], office().chains
    return [*(c for c in order if c in chains), *(c for c in chains if c not in order)]


def benchmarks(region: str) -> list[tuple[str, str, str]]:
    """The cities that the region's leaders chose to be measured against, as (name, reason, day)."""
    work = space()
    chosen = [b for b in work.yardstick.chosen if b.region == region]
    return [(work.regions.full_name(b.city), b.reason, b.as_of) for b in chosen]


def with_benchmarks(made: Office, region: str, cities: Sequence[str], reason: str, day: date) -> Office:
    """The settings with these cities for a region; the day and reason of one that was set before stay where the reason
    is not given anew, and the cities of other regions stay."""
    before = {b.city: b for b in made.benchmarks if b.region == region}
    others = [b for b in made.benchmarks if b.region != region]
    chosen = []
    for city in cities:
        known = before.get(city)
        kept_so = known if known is not None and known.reason == reason else None
        chosen.append(kept_so or BenchmarkCity(region, city, reason, day.isoformat()))
    return replace(made, benchmarks=(*others, *chosen))
