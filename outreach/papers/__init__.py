"""Papers of a trip as .docx: briefs, the leader's page, talking points, the road book, due diligence, what comes after.

Each function takes plain documents (see `outreach.trip.trips`) and a `PaperContext`, and returns the bytes of one file.
"""

from __future__ import annotations

from outreach.papers.brief import brief
from outreach.papers.diligence import due_diligence
from outreach.papers.leader import leader_page, talking_points
from outreach.papers.minutes import minutes_paper, supervision_slip
from outreach.papers.reception import reception_plan
from outreach.papers.road_book import road_book

__all__ = [
    "brief",
    "due_diligence",
    "leader_page",
    "minutes_paper",
    "reception_plan",
    "road_book",
    "supervision_slip",
    "talking_points",
]
