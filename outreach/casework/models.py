"""All tables of the casework in one place: what the migrations and the services import."""

from __future__ import annotations

from outreach.casework.after import Commitment, Fact, Minutes, Supervision
from outreach.casework.audit import Audit
from outreach.casework.base import KINDS, Base, Row
from outreach.casework.event import CaseEvent, CaseProject, Guest, Lead, Meeting
from outreach.casework.need import LocalNeed
from outreach.casework.people import Ambassador, Introducer, Introduction, Leader, LiaisonOffice, Team
from outreach.casework.target import Target
from outreach.casework.trip import Party, Stop, Trip, Visit

__all__ = [
    "KINDS",
    "Ambassador",
    "Audit",
    "Base",
    "CaseEvent",
    "CaseProject",
    "Commitment",
    "Fact",
    "Guest",
    "Introducer",
    "Introduction",
    "Lead",
    "Leader",
    "LiaisonOffice",
    "LocalNeed",
    "Meeting",
    "Minutes",
    "Party",
    "Row",
    "Stop",
    "Supervision",
    "Target",
    "Team",
    "Trip",
    "Visit",
]
