"""The context of papers from the files of a data folder."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from graph.chance.red_lines import RedLines
from graph.measures.network import Network
from graph.model.regions import Regions
from graph.model.tables import TableSpec
from graph.store.base.protocol import GraphStore
from outreach.fairness.rules import load_rules
from outreach.papers.parts.context import PaperContext
from outreach.papers.parts.policies import Policy, load_policies


def paper_context(
    data: Path,
    spec: TableSpec,
    store: GraphStore,
    regions: Regions,
    network: Network,
    home: str,
    today: date,
    templates: Path | None = None,
    red_lines: RedLines | None = None,
) -> PaperContext:
    """What a paper reads beside its own subject; a data folder need not have policies or rules.

    spec: of the table of policies.
    """
    rules = data / "rules" / "fair_competition.yaml"
    return PaperContext(
        store,
        regions,
        network,
        home,
        today,
        templates,
        policies(data, spec, network),
        load_rules(rules) if rules.is_file() else None,
        red_lines=red_lines or RedLines(),
    )


def policies(data: Path, spec: TableSpec, network: Network) -> tuple[Policy, ...]:
    """The policies that ship, with segments that have ended under their heirs; none where the folder has no table."""
    file = data / "policies.csv"
    if not file.is_file():
        return ()
    return tuple(replace(p, segments=network.retired.all_now(p.segments)) for p in load_policies(file, spec))
