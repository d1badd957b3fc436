"""What a firm is (maker, grower, service, trader, cooperative, branch, other), by its name and scope."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.model.records import ROLES as ROLES
from ingest.assign.learned.bags import Bags
from ingest.assign.learned.grams import Bag, Grams, Part
from ingest.assign.learned.reading import Reading

PARTS = (Part(4096), Part(8192, 0.7))  # of `Bags`: registered, done
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


def pair_of(bags: Bags) -> tuple[Bag, Bag]:
    """The n-grams that tell a role: of the registered name with its end marked, and of what is done with what."""
    return bags.registered, bags.done


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

    def chances(self, readings: Sequence[Reading], bags: Sequence[Bags]) -> NDArray[np.float64]:
        """(firms, `ROLES`) probabilities."""
        left, right = matrix(readings, bags, self.grams)
        odds = (left @ self.weights[: self.grams.width]).astype(np.float64) + self.bias
        for column, weights in zip(right.T, self.weights[self.grams.width :], strict=True):
            odds += column[:, None] * weights  # one after the other: a firm's odds do not depend on the firms beside it
        shifted = np.exp(odds - odds.max(axis=1, keepdims=True))
        return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))


def matrix(
    readings: Sequence[Reading], bags: Sequence[Bags], grams: Grams
) -> tuple[sparse.csr_matrix, NDArray[np.float64]]:
    """What a role is learned from: n-grams (sparse) and weighted signs, a row a firm."""
    rows = grams.rows([pair_of(b) for b in bags])
    return rows, np.array([signs(r) for r in readings]).reshape(len(readings), -1) * SIGN_WEIGHT
