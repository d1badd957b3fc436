"""A firm's own texts: what it makes, what it reports, and what its registered scope lets it make or do."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.model.records import Capacity, Firm, FirmProduct, FirmTechnology
from graph.routes.standing import Said
from ingest.assign.business_scope import activities

_SOLD = re.compile(r"^(?:销售|批发|零售|经销|购销|代理|收购)|(?:销售|批发|零售|经销)$")
_MADE = re.compile(r"生产|制造|加工|研发|制作")
Fact = FirmProduct | FirmTechnology | Capacity


def own_words(firm: Firm, facts: Iterable[Fact] = ()) -> list[Said]:
    """Products, technologies and capacities, and the activities of the scope that are no trade: who is registered to
    sell a thing may not make it. Which source gave the scope stands on the firm's page, field by field."""
    out = [Said("product", p, firm.source, firm.as_of) for p in firm.products]
    for fact in facts:
        if isinstance(fact, FirmTechnology):
            out.append(Said("technology", fact.name, fact.source, fact.as_of))
        elif isinstance(fact, FirmProduct):
            out.append(Said("product", fact.name, fact.source, fact.as_of))
        else:
            out.append(Said("capacity", fact.product, fact.source, fact.as_of))
    done = (a.text for a in activities(firm.scope) if a.mode != "trade")
    out += [Said("scope", text, as_of=firm.as_of) for text in done if not _only_sold(text)]
    return [s for s in out if s.text]


def _only_sold(activity: str) -> bool:
    """Does the activity by itself say that the thing is sold, whatever its group says?"""
    return bool(_SOLD.search(activity)) and not _MADE.search(activity)
