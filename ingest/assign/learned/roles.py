"""What a firm is (maker, grower, service, trader, cooperative, branch, other), by its name and scope."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.assign.learned.grams import Bag, Grams, Part, grams_of
from ingest.assign.learned.reading import Reading

ROLES = ("maker", "grower", "service", "trader", "cooperative", "branch", "other")
PARTS = (Part(4096), Part(8192, 0.7))
SIGN_WEIGHT = 0.7
MODES = ("make", "service", "trade", "plain")
_NAMED = tuple(
    re.compile(p)
    for p in (
        r"合作社|合作联社",
        r"分公司",
        r"分店|门市部|门市|营业部|经营部|分理处|支行|分社|服务站|营业所|网点|分部|分厂|连锁店|\d+店",
        r"厂$|厂[(（]",
        r"商行|商店|商场|超市|经销|批发部|销售部|供应站|药店|药房|便利店|专卖",
        r"制造|生产|加工",
        r"种植|养殖|农场|牧场|林场|苗圃",
        r"医院|诊所|宾馆|酒店|旅|物流|运输|快递|服务",
        r"贸易|商贸|物资|销售|供销",
        r"工程|建筑|装饰|建设|安装|设计|咨询|检测|软件|网络|信息|科技",
    )
)
_REGISTERED = tuple(
    re.compile(p)
    for p in (
        r"制造|生产",
        r"加工",
        r"种植|养殖|饲养",
        r"批发|零售|销售",
        r"组织.{0,4}(采购|收购)|成员",
        r"运输|仓储",
        r"限分支|分支机构",
    )
)
_FIRST = tuple(re.compile(p) for p in (r"制造|生产|加工|制作", r"种植|养殖|饲养|培育", r"批发|零售|销售|经销"))


def bags_of(reading: Reading) -> tuple[Bag, Bag]:
    """What the n-grams are taken from: the registered name with its end marked, and the scope's beginning."""
    return grams_of(f"{reading.registered}$", (1, 2, 3)), grams_of(reading.scope[:150], (1, 2, 3))


def signs(reading: Reading) -> list[float]:
    """Kinds of words in name, scope and first activity, and what the firm does with things, early activities first."""
    acts = reading.acts
    weight = [1 / (1 + a.place) for a in acts]
    total, n = sum(weight) or 1.0, len(acts) or 1
    out = [float(bool(p.search(reading.registered))) for p in _NAMED]
    for mode in MODES:
        at = [i for i, a in enumerate(acts) if a.mode == mode]
        out += [len(at) / n, float(0 in at), sum(weight[i] for i in at) / total]
    first = acts[0].text if acts else ""
    out += [min(len(acts), 20) / 20, float(not acts)]
    out += [float(bool(p.search(reading.scope))) for p in _REGISTERED]
    return out + [float(bool(p.search(first))) for p in _FIRST]


class RoleModel:
    """A linear model over n-grams and signs: `weights` is (n-grams + signs, roles)."""

    def __init__(self, grams: Grams, weights: NDArray[np.float32], bias: NDArray[np.float32]) -> None:
        self.grams, self.weights, self.bias = grams, weights, bias

    def chances(self, reading: Reading) -> NDArray[np.float64]:
        """Probabilities of `ROLES`."""
        row = self.grams.rows([bags_of(reading)])
        odds = row @ self.weights[: self.grams.width] + self.bias
        given = np.asarray(signs(reading)) * SIGN_WEIGHT @ self.weights[self.grams.width :]
        return _softmax(np.asarray(odds)[0].astype(np.float64) + given)


def _softmax(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    shifted = np.exp(odds - odds.max())
    return np.asarray(shifted / shifted.sum())


def matrix(readings: Sequence[Reading], grams: Grams) -> tuple[object, NDArray[np.float64]]:
    """What a role is learned from: n-grams (sparse) and weighted signs, a row a firm."""
    return grams.rows([bags_of(r) for r in readings]), np.array([signs(r) for r in readings]) * SIGN_WEIGHT
