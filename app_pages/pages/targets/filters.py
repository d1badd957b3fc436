"""Cuts of a list of targets that was made once, by what the user ticks. Pure and cheap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.model.regions import Regions
from recommend.explain.shapes import TargetDocument, TargetFirm
from recommend.lists.diversity import group

SIZES = ("大型", "中型", "小型")


@dataclass(frozen=True)
class TargetFilter:
    """What a target must meet; an empty choice means any."""

    outsiders: bool = True
    grades: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    listed: bool = False
    verified_identity: bool = False
    verified_products: bool = False
    capability: float = 0.0
    spread: bool = False  # in an order spread over groups and provinces; cuts nothing
    once: bool = False  # each group once, its best firm
    free: bool = False  # without what another team courts

    def active(self) -> int:
        """How many cuts are set, the standing one (outsiders) not counted."""
        return sum(
            bool(v)
            for v in (
                self.grades,
                self.provinces,
                self.sizes,
                self.listed,
                self.verified_identity,
                self.verified_products,
                self.capability > 0,
                self.once,
                self.free,
            )
        )


def cut_targets(targets: Sequence[TargetDocument], region: str, wanted: TargetFilter) -> list[TargetDocument]:
    """The targets that meet the filter, in the order given."""
    return [t for t in targets if _meets(t, region, wanted)]


def once_a_group(targets: Sequence[TargetDocument]) -> list[TargetDocument]:
    """The first target of every group, in the order given."""
    first: dict[str, TargetDocument] = {}
    for t in targets:
        first.setdefault(group(t), t)
    return list(first.values())


def _meets(target: TargetDocument, region: str, wanted: TargetFilter) -> bool:
    firm = target["firm"]
    if wanted.outsiders and Regions.within(firm["region"], region):
        return False
    if wanted.grades and target["grade"] not in wanted.grades:
        return False
    if wanted.provinces and firm["region"][:2] not in wanted.provinces:
        return False
    if wanted.sizes and size_word(firm) not in wanted.sizes:
        return False
    if wanted.listed and not is_listed(firm):
        return False
    if wanted.verified_identity and not firm["verified_identity"]:
        return False
    if wanted.verified_products and not firm["verified_products"]:
        return False
    return bool(target["features"]["capability"]["value"] >= wanted.capability)


def size_word(firm: TargetFirm) -> str:
    """大型, 中型 or 小型, or empty where nobody said."""
    return next((s for s in SIZES if s in firm["tags"]), "")


def is_listed(firm: TargetFirm) -> bool:
    return bool(firm["stock_code"]) or "上市" in firm["tags"]


def provinces(targets: Sequence[TargetDocument], regions: Regions) -> dict[str, str]:
    """First two digits → name of the provinces the targets sit in, most targets first."""
    n: dict[str, int] = {}
    for t in targets:
        head = t["firm"]["region"][:2]
        if head:
            n[head] = n.get(head, 0) + 1
    return {p: regions.name(p + "0000") for p in sorted(n, key=lambda p: (-n[p], p))}
