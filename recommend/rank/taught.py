"""Weights that the team has taught, fitted to the features there are now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from recommend.rank.features import FEATURES


@dataclass(frozen=True, slots=True)
class TaughtNote:
    """What of the taught weights could not be used, for the user to read.

    kind: `new` for features that the weights do not know yet, `unknown` for weights of features that are no more.
    """

    kind: Literal["new", "unknown"]
    features: tuple[str, ...]

    @property
    def zh(self) -> str:
        """The note in Chinese."""
        names = "、".join(FEATURES[f].labels[0] if f in FEATURES else f for f in self.features)
        if self.kind == "new":
            return f"已学权重中没有“{names}”，按出厂权重计；请在“回测”页重新学习。"
        return f"已学权重中的“{names}”已不是现有特征，未采用；请在“回测”页重新学习。"

    @property
    def en(self) -> str:
        """The note in English."""
        names = ", ".join(FEATURES[f].labels[1] if f in FEATURES else f for f in self.features)
        if self.kind == "new":
            return (
                f"The learned weights do not cover {names}: the shipped weight is used. Learn again on the page 回测."
            )
        return f"The learned weights of {names} are not used: there is no such feature. Learn again on the page 回测."


def fitted(
    shipped: Mapping[str, float], taught: Mapping[str, float]
) -> tuple[dict[str, float], tuple[TaughtNote, ...]]:
    """One weight a feature, adding up to 1, and what of the taught weights could not be used.

    shipped: weight of every feature there is. Taught weights that fit the features are taken as they are. Otherwise a
    feature that was not taught keeps its shipped weight, the others share the rest in the proportions that were taught.
    """
    new = tuple(name for name in shipped if name not in taught)
    unknown = tuple(name for name in taught if name not in shipped)
    if not new and not unknown:
        return {name: taught[name] for name in shipped}, ()
    kinds: tuple[tuple[Literal["new", "unknown"], tuple[str, ...]], ...] = (("new", new), ("unknown", unknown))
    notes = tuple(TaughtNote(kind, names) for kind, names in kinds if names)
    total = sum(taught[name] for name in shipped if name in taught)
    if total <= 0:
        return dict(shipped), notes
    rest = 1 - sum(shipped[name] for name in new)
    return {name: shipped[name] if name in new else rest * taught[name] / total for name in shipped}, notes
