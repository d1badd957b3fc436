"""What a column may hold whose heading we do not know, told by its cells. To be confirmed by a person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice

from ingest.read.layout.cell_kinds import MOST, SURE, dated
from ingest.read.tables import Table

LOOKED_AT = 200
_FOUNDED = re.compile(r"成立|注册|设立|登记|开业")


def suggested(table: Table, taken: Mapping[str, str]) -> dict[str, str]:
    """Heading → field, for columns that nothing is read from. taken: heading → field of those that are known."""
    fields, out = set(taken.values()), {}
    for heading in table.columns:
        if heading in taken:
            continue
        values = list(islice((v for _, cells in table.rows if (v := cells.get(heading, ""))), LOOKED_AT))
        if not values:
            continue
        for field, tells in SURE.items():  # the surest first; each field is suggested once
            if field not in fields and sum(map(tells, values)) >= MOST * len(values):
                out[heading] = field
                fields.add(field)
                break
        else:
            if "founded" not in fields and _FOUNDED.search(heading) and dated(values):
                out[heading] = "founded"
                fields.add("founded")
    return out
