"""Re-merge firms from all source records and reassign their segments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from graph.corrections.apply import Corrections
from graph.model.records import Firm, Membership, MergedFacts, Site
from graph.model.regions import Regions
from graph.store.base.protocol import WriteBatch
from ingest.assign.assigner import Assigner
from ingest.assign.roles import role_of
from ingest.assign.shares import with_shares
from ingest.load.resolve import merge, to_firm

META_ASSIGNER = "assigner"  # the version of the rules by which all firms of the store were assigned
# progress(what is being done, done, of how many)
Progress = Callable[[str, int, int], None]


def silent(_what: str, _done: int, _total: int) -> None:
    """No progress shown."""


def refresh(
    batch: WriteBatch,
    firm_ids: Sequence[str],
    regions: Regions,
    assigner: Assigner,
    progress: Progress = silent,
    corrections: Corrections | None = None,
) -> tuple[int, int]:
    """Re-merge these firms from their records, reassign them and apply what people corrected (read from the batch where
    not given); returns (assigned, asked of the encoder)."""
    everything = batch.records_of(firm_ids)
    corrections = corrections or Corrections.of(batch)
    firms: list[Firm] = []
    memberships: list[Membership] = []
    sites: list[Site] = []
    gone: list[str] = []
    assigned = doubtful = 0
    for i, firm_id in enumerate(firm_ids):
        records = everything[firm_id]
        if not records:
            gone.append(firm_id)
            continue
        facts = corrections.facts(firm_id, merge(firm_id, records))
        firm = firm_of(facts, regions)
        firms.append(firm)
        sites += [Site(firm_id, code) for code in firm.sites]
        result = assigner.assign(facts | {"source": firm.source}, firm_id)
        own = shared(result.memberships, facts.get("shares"), assigner)
        own = corrections.memberships(firm_id, own, assigner.segments, facts, role_of)
        memberships += own
        assigned += bool(own)
        doubtful += result.doubtful
        if i % 500 == 0:
            progress("归入环节", i, len(firm_ids))
    progress("写入", 0, 1)
    batch.upsert(firms)
    # Places read from names are other tables' business: only what firm tables declare is renewed here.
    batch.replace("site", "firm_id", firm_ids, sites, name="")
    batch.replace("membership", "firm_id", firm_ids, memberships)
    batch.retire("firm", gone)
    progress("写入", 1, 1)
    return assigned, doubtful


def shared(
    memberships: Sequence[Membership], shares: dict[str, int] | None, assigner: Assigner
) -> Sequence[Membership]:
    """The memberships, with the share of revenue where the firm's products tell one."""
    if not shares:
        return memberships
    told = dict(with_shares(memberships, shares, assigner.lexicon))
    return [replace(m, revenue_share=told[m.segment_id]) if m.segment_id in told else m for m in memberships]


def firm_of(facts: MergedFacts, regions: Regions) -> Firm:
    """The firm to store, with the names of the places that its region code stands for."""
    code = facts.get("region", "")
    region = regions.by_code.get(code)
    city = regions.city_of(code)
    return to_firm(
        facts,
        province=regions.name(code[:2] + "0000") if code else "",
        city=regions.name(city) if city else "",
        county=region.name if region and region.level == "county" else "",
    )
