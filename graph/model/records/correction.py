"""What a person put right against the tables: a record of its own, which outlives every load."""

from __future__ import annotations

from dataclasses import dataclass

from graph.model.records.roles import CorrectionKind, Role


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's word on a firm. Applied after assignment at every load, until somebody takes it back.

    keys: what the firm is known by (credit code, stock code, name and city), the surest first, so that it is found
    again in a store where it has another id. segment_id: '' for `closed` and `alias`; an id that has ended since means
    its heirs. role: of `role` and `does`; alias: of `alias`. made_at: ISO time, UTC. undone_by, undone_at: who took it
    back and when, '' while it holds.
    """

    id: str
    keys: tuple[str, ...]
    firm_name: str
    kind: CorrectionKind
    segment_id: str = ""
    role: Role = ""
    alias: str = ""
    reason: str = ""
    author: str = ""
    made_at: str = ""
    undone_by: str = ""
    undone_at: str = ""

    @property
    def holds(self) -> bool:
        """Has nobody taken it back?"""
        return not self.undone_at
