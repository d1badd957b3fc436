"""What a firm is in a segment, by a plain rule over its name. The learned role takes the place of the call."""

from __future__ import annotations

import re

from graph.model.records import Role, Segment, StatedFacts
from graph.model.trade_kinds import trade_of, usual_role

_COOPERATIVE = re.compile(r"合作社|合作联社|合作总社")
_BRANCH = re.compile(r"分公司|分店|分厂|分社|分院|门市部|门市$|营业部|分理处|支行|分理所|服务站|营业所|网点")
_TRADER = re.compile(
    r"药店|药房|批发|零售|经营部|商行|商店|商场|超市|便利店|专卖店|直销店|经销|供销|销售(?:部|处|中心|站|有限)|购物|"
    r"加油站|代销|收购(?:点|站|部)"
)
_TRADING = re.compile(r"商贸|贸易|物资有限|进出口")


def role_of(firm: StatedFacts, segment: Segment) -> Role:
    """The role of a firm in a segment it works in.

    A firm that states its products is no trader for a 贸易 in its name: groups that manufacture have that too. A branch
    that states products which a segment makes or grows is a plant (吉林石化分公司).
    """
    name = firm.get("name", "")
    if _COOPERATIVE.search(name):
        return "cooperative"
    if _BRANCH.search(name) and not (firm.get("products") and trade_of(segment) != "serve"):
        return "branch"
    if _TRADER.search(name) or (_TRADING.search(name) and not firm.get("products")):
        return "trader"
    return usual_role(segment)
