"""What a firm is (maker, grower, service, trader, cooperative, branch, other), by its name and scope."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

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


class _Sign(NamedTuple):
    """Words of which one must stand in a text, or a pattern that must match where its own word stands."""

    words: tuple[str, ...]
    within: str = ""
    pattern: re.Pattern[str] = re.compile("")

    def stands(self, text: str) -> float:
        """1 or 0. Looking for words one by one is several times as fast as one pattern of them all."""
        if any(map(text.__contains__, self.words)):
            return 1.0
        return float(bool(self.within) and self.within in text and self.pattern.search(text) is not None)


def _signs(*told: str) -> tuple[_Sign, ...]:
    return tuple(_Sign(tuple(words.split("|"))) for words in told)


_NAMED = (
    *_signs("合作社|合作联社", "分公司"),
    _signs("分店|门市部|门市|营业部|经营部|分理处|支行|分社|服务站|营业所|网点|分部|分厂|连锁店")[0]._replace(
        within="店", pattern=re.compile(r"\d+店")
    ),
    _Sign((), "厂", re.compile(r"厂$|厂[(（]")),
    *_signs(
        "商行|商店|商场|超市|经销|批发部|销售部|供应站|药店|药房|便利店|专卖",
        "制造|生产|加工",
        "种植|养殖|农场|牧场|林场|苗圃",
        "医院|诊所|宾馆|酒店|旅|物流|运输|快递|服务",
        "贸易|商贸|物资|销售|供销",
        "工程|建筑|装饰|建设|安装|设计|咨询|检测|软件|网络|信息|科技",
    ),
)
_REGISTERED = (
    *_signs("制造|生产", "加工", "种植|养殖|饲养", "批发|零售|销售"),
    _Sign(("成员",), "组织", re.compile(r"组织.{0,4}(采购|收购)")),
    *_signs("运输|仓储", "限分支|分支机构"),
)
_FIRST = _signs("制造|生产|加工|制作", "种植|养殖|饲养|培育", "批发|零售|销售|经销")


def signs_of_texts(registered: str, scope: str, first: str) -> tuple[list[float], list[float]]:
    """Kinds of words in the name; in the scope and in its first activity."""
    named = [sign.stands(registered) for sign in _NAMED]
    return named, [sign.stands(scope) for sign in _REGISTERED] + [sign.stands(first) for sign in _FIRST]


def pair_of(bags: Bags) -> tuple[Bag, Bag]:
    """The n-grams that tell a role: of the registered name with its end marked, and of what is done with what."""
    return bags.registered, bags.done


def signs(reading: Reading) -> list[float]:
    """Kinds of words in name, scope and first activity, and what the firm does with things, early activities first."""
    acts = reading.acts
    weight = [1 / (1 + a.place) for a in acts]
    total, n = sum(weight) or 1.0, len(acts) or 1
    out, behind = signs_of_texts(reading.registered, reading.scope, acts[0].text if acts else "")
    for mode in MODES:
        at = [i for i, a in enumerate(acts) if a.mode == mode]
        out += [len(at) / n, float(0 in at), sum(weight[i] for i in at) / total]
    return [*out, min(len(acts), 20) / 20, float(not acts), *behind]


class RoleModel:
    """A linear model over n-grams and signs: `weights` is (n-grams + signs, roles)."""

    def __init__(self, grams: Grams, weights: NDArray[np.float32], bias: NDArray[np.float32]) -> None:
        self.grams, self.weights, self.bias = grams, weights, bias

    def chances(self, readings: Sequence[Reading], bags: Sequence[Bags]) -> NDArray[np.float64]:
        """(firms, `ROLES`) probabilities."""
        return self.chances_of(*matrix(readings, bags, self.grams))

    def chances_of(self, left: sparse.csr_matrix, right: NDArray[np.float64]) -> NDArray[np.float64]:
        """The same from what `matrix` gives."""
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
