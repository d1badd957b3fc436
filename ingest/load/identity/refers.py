"""What refers to a firm, and by which field; places that a firm's own tables declare have no name and follow them."""

from __future__ import annotations

from typing import Any

from graph.model.records import (
    Capacity,
    Decision,
    FirmMaterial,
    FirmProduct,
    FirmRecord,
    FirmTechnology,
    Project,
    Relation,
    Site,
)

REFERS: tuple[tuple[type[Any], str], ...] = (
    (FirmRecord, "firm_id"),
    (Relation, "from_id"),
    (Relation, "to_id"),
    (Site, "firm_id"),
    (Project, "firm_id"),
    (Capacity, "firm_id"),
    (FirmTechnology, "firm_id"),
    (FirmProduct, "firm_id"),
    (FirmMaterial, "firm_id"),
    (Decision, "firm_id"),
)
