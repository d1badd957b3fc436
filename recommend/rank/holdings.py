"""What the lists and the introductions read of the firms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.model.records import Firm
from graph.model.regions import Regions
from recommend.rank.firm_facts import NOTHING, FirmFacts


@dataclass(frozen=True)
class Holdings:
    """What the lists read: firms, their facts and segments, and the regions to name places by."""

    firms: Mapping[str, Firm]
    facts: Mapping[str, FirmFacts]
    segments: Mapping[str, Sequence[str]]
    regions: Regions

    def of(self, firm: str) -> FirmFacts:
        return self.facts.get(firm, NOTHING)

    def in_chain(self, chain: str) -> list[Firm]:
        """Firms with a segment in the chain (all with any where empty), by id."""
        return [
            self.firms[f]
            for f in sorted(self.segments)
            if f in self.firms and (not chain or any(s.startswith(chain + ".") for s in self.segments[f]))
        ]
