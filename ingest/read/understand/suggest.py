"""What a column may hold whose heading we do not know, told by its cells. To be confirmed by a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import islice

from ingest.read.layout.lines import looks_like_firm
from ingest.read.tables import Table
from ingest.read.values import codes, dates, status

LOOKED_AT = 200
MOST = 0.6  # of the cells must be of a kind
_ADDRESS = re.compile(r"(?:省|市|区|县).{1,}(?:路|街|道|号|村|镇|乡|园)")
_PLACE = re.compile(r"^[\u4e00-\u9fff]{2,10}(?:省|市|区|县|旗|州)$")
_SCOPE = re.compile(r"生产|销售|制造|加工|研发|经营|批发|服务|许可项目|一般项目")
_MONEY = re.compile(r"\d.*(?:万|亿)?元|万(?:人民币|美元)")
_FOUNDED = re.compile(r"成立|注册|设立|登记|开业")


def _is_code(text: str) -> bool:
    return bool(codes.read(text).code)


def _is_scope(text: str) -> bool:
    return len(text) >= 12 and bool(_SCOPE.search(text))


# In this order: the surest first; each field is suggested once.
_TELLS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("uscc", _is_code),
    ("name", looks_like_firm),
    ("status", lambda t: len(t) <= 12 and status.read(t) is not None and not t.isdigit()),
    ("address", lambda t: bool(_ADDRESS.search(t))),
    ("scope", _is_scope),
    ("place", lambda t: bool(_PLACE.match(t))),
    ("capital", lambda t: bool(_MONEY.search(t))),
)


def suggested(table: Table, taken: Mapping[str, str]) -> dict[str, str]:
    """Heading → field, for columns that nothing is read from. taken: heading → field of those that are known."""
    fields, out = set(taken.values()), {}
    for heading in table.columns:
        if heading in taken:
            continue
        values = list(islice((v for _, cells in table.rows if (v := cells.get(heading, ""))), LOOKED_AT))
        if not values:
            continue
        for field, tells in _TELLS:
            if field not in fields and sum(map(tells, values)) >= MOST * len(values):
                out[heading] = field
                fields.add(field)
                break
        else:
            dated = sum(bool(dates.read(v).iso) for v in values) >= MOST * len(values)
            if dated and "founded" not in fields and _FOUNDED.search(heading):
                out[heading] = "founded"
                fields.add("founded")
    return out
