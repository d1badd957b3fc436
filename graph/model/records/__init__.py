"""The records of the graph. Plain frozen data: every store reads and writes these, nothing else.

Amounts that are summed are integers in micro-units (1_000_000 = 1.0), so that every store adds up to the
same number whatever the order of the rows. Everybody imports them from here.
"""

from graph.model.records.chain import LINK_KINDS, TIERS, Chain, Lane, Link, LinkKind, Segment, Siting, Technology, Tier
from graph.model.records.correction import Correction
from graph.model.records.firm import (
    MICRO,
    OUTSIDE_FIRM,
    Firm,
    FirmRecord,
    Member,
    Membership,
    MembershipEvidence,
    MergedFacts,
    StatedFacts,
)
from graph.model.records.firm_ties import (
    DECISION_REASONS,
    OUTCOMES,
    RELATION_KINDS,
    Capacity,
    Decision,
    FirmMaterial,
    FirmProduct,
    FirmTechnology,
    Project,
    Relation,
    Site,
)
from graph.model.records.gap_kinds import Action, GapKind, Verdict
from graph.model.records.load import Batch, Source
from graph.model.records.place import Event, Institution, Park, Unit, Zone
from graph.model.records.roles import (
    CORRECTION_KINDS,
    COUNTED_STATUSES,
    ROLE_CODES,
    ROLES,
    SCOPES,
    STATUSES,
    CorrectionKind,
    Role,
    Scope,
    Status,
)

__all__ = [
    "CORRECTION_KINDS",
    "COUNTED_STATUSES",
    "DECISION_REASONS",
    "LINK_KINDS",
    "MICRO",
    "OUTCOMES",
    "OUTSIDE_FIRM",
    "RELATION_KINDS",
    "ROLES",
    "ROLE_CODES",
    "SCOPES",
    "STATUSES",
    "TIERS",
    "Action",
    "Batch",
    "Capacity",
    "Chain",
    "Correction",
    "CorrectionKind",
    "Decision",
    "Event",
    "Firm",
    "FirmMaterial",
    "FirmProduct",
    "FirmRecord",
    "FirmTechnology",
    "GapKind",
    "Institution",
    "Lane",
    "Link",
    "LinkKind",
    "Member",
    "Membership",
    "MembershipEvidence",
    "MergedFacts",
    "Park",
    "Project",
    "Relation",
    "Role",
    "Scope",
    "Segment",
    "Site",
    "Siting",
    "Source",
    "StatedFacts",
    "Status",
    "Technology",
    "Tier",
    "Unit",
    "Verdict",
    "Zone",
]
