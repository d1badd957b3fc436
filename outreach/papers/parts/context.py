"""What every paper needs beside its own subject: graph, place, day, policies in force, the office's templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from graph.chance.red_lines import RedLines
from graph.measures.network import Network
from graph.model.records import Park
from graph.model.regions import Regions
from graph.store.base.protocol import GraphStore
from outreach.fairness.rules import Rules
from outreach.papers.parts.policies import Policy

OFFICE = "产业链专班"


@dataclass(frozen=True)
class PaperContext:
    """`home` is the region that invites, six digits; `today` dates the paper; `templates` is the office's own folder of
    .docx templates, which go before the shipped ones; without `rules` no paper is checked for fair competition."""

    store: GraphStore
    regions: Regions
    network: Network
    home: str
    today: date
    templates: Path | None = None
    policies: Sequence[Policy] = field(default_factory=tuple)
    rules: Rules | None = None
    office: str = ""
    red_lines: RedLines = field(default_factory=RedLines)

    @cached_property
    def home_name(self) -> str:
        return self.regions.name(self.home)

    @cached_property
    def office_name(self) -> str:
        """Who signs: the office's own name, else the team of the place."""
        return self.office or f"{self.home_name}{OFFICE}"

    @cached_property
    def parks(self) -> list[Park]:
        """Parks of the home region, by id."""
        found = [p for p in self.store.rows(Park) if Regions.within(p.region, self.home)]
        return sorted(found, key=lambda p: p.id)

    def day(self) -> str:
        """Today as a paper has it: 2026年11月24日."""
        return chinese_day(self.today)


def chinese_day(day: date) -> str:
    """2026年11月24日."""
    return f"{day.year}年{day.month}月{day.day}日"
