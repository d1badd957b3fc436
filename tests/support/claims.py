"""One desk that claims a firm as soon as all desks are ready; its own process, which shares the database only."""

from __future__ import annotations

from typing import Any

from graph.errors import HeldByOthers
from outreach.casework.db import Casework
from outreach.targets import claims
from tests.support.case_small import TODAY, document


def claim(url: str, team: str, names: list[str], group: str, ready: Any, out: Any) -> None:
    """Claim firms of one group for a team and report (team, name, held by whom: '' for us)."""
    case = Casework(url)
    ready.wait(timeout=60)
    for name in names:
        try:
            with case.write(team) as session:
                claims.save(session, document(name, group=group), "410700", team, TODAY)
            out.put((team, name, ""))
        except HeldByOthers as error:
            out.put((team, name, error.team))
    case.engine.dispose()
