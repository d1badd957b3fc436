"""What speaks for and against a target: each feature a pure function that returns a value in 0–1 and says why.

The same functions weigh a target in the app and a candidate in the back-test; there, `recommend.rank.masking` hides what
tells the answer. Weights: `recommend.rank.weights`.
"""

from __future__ import annotations

from recommend.rank.features import firm, place
from recommend.rank.features.base import Case, Feature, Place, Value

FEATURES: dict[str, Feature] = {
    "capability": firm.capability,
    "standing": firm.standing,
    "scale": firm.scale,
    "expansion": firm.expansion,
    "building": firm.building,
    "technology": firm.technology,
    "materials_maker": firm.materials_maker,
    "fresh_capital": firm.fresh_capital,
    "nearness": place.nearness,
    "same_province": place.same_province,
    "supply_tie": place.supply_tie,
    "relatedness": place.relatedness,
    "policy_fit": place.policy_fit,
    "presence": place.presence,
    "risk": firm.risk,
    "certainty": firm.certainty,
}
LABELS = {
    "capability": ("能力吻合", "capability"),
    "standing": ("同行地位", "standing"),
    "scale": ("规模", "scale"),
    "expansion": ("扩张意愿", "expansion"),
    "building": ("产能紧张", "short of capacity"),
    "technology": ("技术储备", "technology"),
    "materials_maker": ("材料属性", "materials maker"),
    "fresh_capital": ("募投需求", "raised funds"),
    "nearness": ("距离", "nearness"),
    "same_province": ("同省", "same province"),
    "supply_tie": ("本地配套", "local ties"),
    "relatedness": ("产业关联", "relatedness"),
    "policy_fit": ("园区对口", "park fit"),
    "presence": ("已有布局", "presence"),
    "risk": ("风险", "risk"),
    "certainty": ("信息可靠", "certainty"),
}

__all__ = ["FEATURES", "LABELS", "Case", "Feature", "Place", "Value"]
