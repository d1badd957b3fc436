"""What speaks for and against a target: the one list of features. To add one, write a function and give it an entry
here.

Each feature is a pure function that returns a value in 0–1 and says why. The same functions weigh a target in the app
and a candidate in the back-test; there, `recommend.rank.masking` hides what gives the answer away. An official asks
first whether the firm really does it, so capability has the largest weight. What landings can measure shares what the
declared weights leave, by learned coefficients (`recommend.rank.weights`); all shares add up to 1.
"""

from __future__ import annotations

from recommend.rank.features import firm, place, trade
from recommend.rank.features.base import Behind, Case, Feature, Place, Value, checked

FEATURES: dict[str, Feature] = checked(
    (
        Feature(firm.capability, ("能力吻合", "capability"), weight=0.24, coefficient=0.3),
        Feature(trade.main_trade, ("主业", "main trade"), weight=0.16),
        Feature(firm.standing, ("同行地位", "standing"), weight=0.02),
        Feature(firm.scale, ("规模", "scale"), least=0.55, coefficient=1.6, turn=5),
        Feature(
            firm.expansion, ("扩张意愿", "expansion"), weight=0.08, least=0.3, turn=2, behind=firm.places_elsewhere
        ),
        Feature(
            firm.building,
            ("产能紧张", "short of capacity"),
            weight=0.03,
            least=0.9,
            turn=6,
            behind=firm.use_of_capacity,
        ),
        Feature(
            firm.technology,
            ("技术储备", "technology"),
            coefficient=0.6,
            behind=firm.technologies,
        ),
        Feature(firm.materials_maker, ("材料属性", "materials maker"), coefficient=0.5),
        Feature(firm.fresh_capital, ("募投需求", "raised funds"), coefficient=0.2),
        Feature(place.nearness, ("距离", "nearness"), least=0.5, coefficient=2.4, turn=4),
        Feature(place.same_province, ("同省", "same province"), least=1.0, coefficient=0.7, turn=3),
        Feature(place.supply_tie, ("本地配套", "local ties"), weight=0.06),
        Feature(place.relatedness, ("产业关联", "relatedness"), weight=0.03),
        Feature(place.policy_fit, ("园区对口", "park fit"), weight=0.03),
        Feature(place.presence, ("已有布局", "presence"), weight=0.05, least=0.5, turn=1, behind=place.sites_here),
        Feature(firm.risk, ("风险", "risk"), weight=0.02),
        Feature(firm.certainty, ("信息可靠", "certainty"), weight=0.02),
    )
)

__all__ = ["FEATURES", "Behind", "Case", "Feature", "Place", "Value", "checked"]
