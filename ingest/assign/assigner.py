"""Which segments a firm works in, how sure that is, and why.

Three readings, cheapest first: the firm's stated products against the catalogue's terms; its name and the
activities of its registered scope against the same terms, earlier activities and making counting more than
later ones and trading; and, only where these leave doubt, the meaning of its first activities by the encoder.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from graph.model.firm_size import firm_size
from graph.model.records import MICRO, Membership, MembershipEvidence, Segment, StatedFacts
from ingest.assign.business_scope import Activity, Mode, activities, says_trade
from ingest.assign.lexicon import NO_GENERAL_TERMS, OUTSIDE, GeneralTerms, Hit, Lexicon, plain
from ingest.assign.roles import role_of
from recommend.encode.encoder import CachedEncoder

VERSION = "5"  # raise it when the rules change: the next build then reassigns every firm

MODE_WEIGHT: dict[Mode, float] = {"make": 1.0, "service": 0.9, "plain": 0.75, "trade": 0.3}
NAME_WEIGHT = 1.3
PLACE_DECAY = 0.12  # the tenth activity counts less than half of the first
PRODUCT_DECAY = 0.08
FULL_SHARE = 0.25  # a product that brings a quarter of the revenue counts in full
LEAST_SHARE = 0.15  # and one that brings next to nothing this much
ASIDE = 0.35  # what firms of any trade register beside it (物业管理, 投资咨询) speaks less for being outside
OUTSIDE_NAME = 1.0  # 化工 or 实业 in a name says less than a product there would
SELLER_NAME = 0.5  # a firm that only sells is named after goods it does not make
FLOOR = 0.33  # memberships below this confidence are not kept
SEGMENT_TERMS = 6  # product terms of a segment that the encoder reads
CODE_WEIGHT = 0.2  # an industry code beside other evidence; too little to claim a segment alone
MOST_SEGMENTS = 6
OUTSIDE_RATIO = 0.85  # a firm whose best segment is less sure than its being outside is in no chain
DOUBT = 0.45  # best lexical confidence below which the encoder is asked
ASK_CAPITAL_WAN = 5000.0  # a registered firm smaller than one of this capital is not worth the encoder's time
DENSE_FLOOR, DENSE_SLOPE = 0.885, 90.0  # cosine at which a dense match is even, and how fast it grows sure
DENSE_MARGIN = 0.004  # a dense match must beat the next segment of another chain by this much
DENSE_BESIDE = 0.9
DENSE_CAP = 0.55  # meaning alone never makes a membership surer than this

# A remark in brackets, closed or cut off by the list's separator, is no product. `起重机（占营业收入62.5%）` tells the
# share of revenue; growth and margins are percentages of another kind.
_REMARK = re.compile(r"[（(]([^（()）]*(?:[（(][^（()）]*[)）][^（()）]*)*)(?:[)）]|$)")
_SHARE = re.compile(r"^\D{0,8}?(\d{1,3}(?:\.\d+)?)\s*%|[占重][^%；;]{0,24}?(\d{1,3}(?:\.\d+)?)\s*%")
_NO_SHARE = re.compile(r"同比|增长|增加|下降|减少|毛利")

# What a report adds to a product without saying another: `锚链及附件`, `开关类业务`, `铝轮毂系列产品`.
_TAIL = re.compile(
    r"(?:(?:及|和|与|以及)?(?:其?他?(?:附件|配件|零部件|部件|组件|配套|总成|相关|服务|系统|解决方案|材料))|系列|产品|业务|类|等|收入|销售|制造|制品|设备|项目)+$"
)
# Suffixes and places that say nothing about what a firm does.
_SUFFIX = re.compile(
    r"(股份有限公司|有限责任公司|集团有限公司|有限公司|集团|总公司|分公司|公司|总厂|分厂|厂|合作社|专业合作社|经营部|门市部|服务部|销售部|中心|商行|商店|店|部)$"
)
_PLACE = re.compile(r"^(中国|河南省?|新乡市?|.{2,3}[省市县区](?!场))+")


@dataclass(frozen=True)
class Assignment:
    """A firm's memberships, best first, and whether the encoder had to be asked."""

    memberships: tuple[Membership, ...]
    doubtful: bool


class Assigner:
    """Assigns firms to the segments of a catalogue. Stateless apart from the vector cache."""

    def __init__(
        self,
        segments: Sequence[Segment],
        encoder: CachedEncoder | None,
        general: GeneralTerms = NO_GENERAL_TERMS,
        asks: bool | None = None,
    ) -> None:
        """`asks`: whether there is doubt that only an encoder settles; a helper process knows without having one.

        No firm is assigned to a demand node, and what `general` says of one is left out."""
        buys = {s.id for s in segments if s.demand}
        self.general = general.through(lambda s: () if s in buys else (s,)) if buys else general
        self.asks = encoder is not None if asks is None else asks
        self.segments = {s.id: s for s in segments if not s.demand}
        self.lexicon = Lexicon(list(self.segments.values()), self.general)
        self.encoder = encoder
        self._find = lru_cache(maxsize=200_000)(self.lexicon.find)  # registers repeat the same activities
        self._ids = sorted(self.segments)
        self._matrix: NDArray[np.float32] | None = None

    @property
    def version(self) -> str:
        """Changes whenever an assignment could: rules, terms or encoder."""
        return f"{VERSION}-{self.lexicon.version}-{self.encoder.model_id if self.encoder else 'none'}"

    def warm(self, firms: Sequence[StatedFacts], progress: Callable[[int, int], None] | None = None) -> int:
        """Encode ahead what `assign` will need for these firms, outside any transaction; returns how many texts."""
        if self.encoder is None:
            return 0
        self._segment_matrix()
        texts = [t for f in firms for t in [self._doubtful_text(f)] if t]
        return self.encoder.warm(texts, query=True, progress=progress)

    def assign(self, firm: StatedFacts, firm_id: str = "") -> Assignment:
        """Memberships of one firm from its facts: name, products, scope, gbt4754, source."""
        return self._settled(firm, firm_id, ask=True)

    def by_terms(self, firm: StatedFacts) -> Assignment | None:
        """Memberships of a firm whose terms leave no doubt; None where `assign` would ask the encoder."""
        found = self._settled(firm, "", ask=False)
        return None if found.doubtful else found

    def _settled(self, firm: StatedFacts, firm_id: str, ask: bool) -> Assignment:
        evidence = self._lexical(firm)
        confidence = {s: _confidence(e) for s, e in evidence.items()}
        text = self._doubtful_text(firm, confidence)
        if text and not ask:
            return Assignment((), True)
        outside = confidence.pop(OUTSIDE, 0.0)
        if text:
            for segment, item in self._dense(text, confidence, firm.get("source", "")):
                evidence[segment].append(item)
                confidence[segment] = max(confidence.get(segment, 0.0), item["weight"])
        ranked = sorted(((c, s) for s, c in confidence.items() if c >= FLOOR), key=lambda p: (-p[0], p[1]))
        if not ranked or ranked[0][0] < OUTSIDE_RATIO * outside:
            return Assignment((), bool(text))
        # What is far less sure than the firm's main line is a by-product of shared words.
        kept = [(c, s) for c, s in ranked if c >= 0.45 * ranked[0][0]][:MOST_SEGMENTS]
        return Assignment(
            tuple(
                Membership(
                    firm_id=firm_id,
                    segment_id=s,
                    confidence=round(c * MICRO),
                    evidence=tuple(sorted(evidence[s], key=lambda e: (-e["weight"], e["kind"], e["term"]))[:4]),
                    role=role_of(firm, self.segments[s]),
                )
                for c, s in kept
            ),
            bool(text),
        )

    # -- terms -----------------------------------------------------------------------------------

    def _lexical(self, firm: StatedFacts) -> dict[str, list[MembershipEvidence]]:
        source = firm.get("source", "")
        found: dict[str, list[MembershipEvidence]] = defaultdict(list)

        def add(kind: str, hit: Hit, text: str, weight: float) -> None:
            for segment in hit.segments:
                found[segment].append(_evidence(kind, hit.term, text, source, weight * hit.weight))

        for i, listed in enumerate(firm.get("products") or ()):
            product, share = stated_product(listed)
            stated = 1.0 / (1 + PRODUCT_DECAY * i)
            if share is not None:
                stated *= min(1.0, max(LEAST_SHARE, share / FULL_SHARE))
            exact = self.lexicon.exact(product)
            for segment in exact:
                found[segment].append(
                    _evidence("product", product, product, source, 1.8 * stated / math.sqrt(len(exact)))
                )
            if not exact:
                for hit in self.lexicon.find(product):
                    # A product is named by its last word: 起重机电机 is a motor.
                    last = hit.end >= len(_TAIL.sub("", plain(product)))
                    # What is nothing but an outside word (房地产) weighs against an exact product.
                    whole = hit.segments == (OUTSIDE,) and hit.term == plain(product)
                    add("product", hit, product, (1.8 if whole else 1.4 if last else 0.7) * stated)
        products_known = bool(found)
        acts = activities(firm.get("scope", ""))
        sells = bool(acts) and all(a.mode == "trade" for a in acts)
        name = core_name(firm.get("name", ""))
        for hit in self.lexicon.find(name):
            tail = 1.0 if hit.end >= len(name) - 2 else 0.75
            told = OUTSIDE_NAME if hit.segments == (OUTSIDE,) else NAME_WEIGHT
            told *= SELLER_NAME if sells and not says_trade(hit.term) else 1.0
            add("name", hit, name, told * tail * (0.4 if products_known else 1.0))
        for act in acts:
            weight = (0.5 if products_known else 1.0) / (1 + PLACE_DECAY * act.place)
            for hit in self._find(act.text):
                # Selling is what `药品批发` means; selling a crane is not building it.
                mode = "service" if act.mode == "trade" and says_trade(hit.term) else act.mode
                aside = ASIDE if hit.term in self.lexicon.aside and (hit.segments == (OUTSIDE,) or act.place) else 1.0
                add("scope", hit, act.text[:40], weight * MODE_WEIGHT[mode] * aside)
        for code in firm.get("gbt4754") or ():
            for segment in self.lexicon.codes.get(str(code), ()):
                # An industry code confirms; alone it says too little, since a code covers many trades.
                found[segment].append(_evidence("code", str(code), str(code), source, CODE_WEIGHT))
        return found

    # -- meaning ---------------------------------------------------------------------------------

    def _doubtful_text(self, firm: StatedFacts, confidence: Mapping[str, float] | None = None) -> str:
        """What to ask the encoder about, or '' where the terms are sure or the firm is plainly outside."""
        if not self.asks or not _worth_asking(firm):
            return ""
        if confidence is None:
            confidence = {s: _confidence(e) for s, e in self._lexical(firm).items()}
        # Sure of a segment, or sure that it is none of ours: nothing to ask.
        if max(confidence.values(), default=0.0) >= DOUBT or firm.get("branch"):
            return ""
        name = firm.get("name", "")
        acts = activities(firm.get("scope", ""))
        made = [a for a in acts[:6] if a.mode in ("make", "service", "plain")]
        if not made and not firm.get("products"):
            return ""  # a trader of goods: trading is no segment
        return doubtful_text(name, firm.get("products") or (), made)

    def _segment_matrix(self) -> NDArray[np.float32]:
        if self._matrix is None:
            assert self.encoder is not None
            self._matrix = self.encoder.encode([segment_text(self.segments[s]) for s in self._ids])
        return self._matrix

    def _dense(self, text: str, confidence: Mapping[str, float], source: str) -> list[tuple[str, MembershipEvidence]]:
        assert self.encoder is not None
        similarity = self._segment_matrix() @ self.encoder.encode([text], query=True)[0]
        order = np.argsort(-similarity, kind="stable")
        best = int(order[0])
        chain = self.segments[self._ids[best]].chain
        rival = next((float(similarity[k]) for k in order if self.segments[self._ids[int(k)]].chain != chain), 0.0)
        segment, cosine = self._ids[best], float(similarity[best])
        weight = min(DENSE_CAP, 1 / (1 + math.exp(-DENSE_SLOPE * (cosine - DENSE_FLOOR))))
        told = max((c for s, c in confidence.items() if s != OUTSIDE), default=0.0)
        if confidence.get(segment, 0.0) == 0.0:
            if cosine - rival < DENSE_MARGIN:
                return []
            if told >= FLOOR:  # where the terms name a segment, meaning may add another, not overrule it
                weight = min(weight, DENSE_BESIDE * told)
        return [(segment, _evidence("dense", f"{cosine:.3f}", text[:60], source, weight))]


def _worth_asking(firm: StatedFacts) -> bool:
    """Is this firm large enough to be asked about? One that a register tells too little of to be large is not.

    The encoder reads some 40 texts a second, a register holds tens of thousands of workshops whose terms leave doubt,
    and a workshop weighs next to nothing in a strength (`graph.model.firm_size`). So it is asked about firms whose
    products are known, that are not from a register at all (no credit code, so nothing of their size need be told), or
    whose stated capital, employees or revenue make them as large as a firm of `ASK_CAPITAL_WAN`. This rests on the firm
    alone: the same firm is treated alike in every file and at every rebuild.
    """
    if firm.get("products") or not firm.get("uscc"):
        return True
    if not (firm.get("capital_wan") or firm.get("employees") or firm.get("revenue_yi")):
        return False
    size = firm_size(
        firm.get("revenue_yi"), firm.get("employees"), firm.get("capital_wan"), tuple(firm.get("tags", ()))
    )
    return size >= firm_size(capital_wan=ASK_CAPITAL_WAN)


def segment_text(segment: Segment) -> str:
    """A segment as the encoder reads it: its name and first terms; more cost seconds at every build and add little."""
    return f"{segment.name}：{'、'.join(segment.products[:SEGMENT_TERMS])}"


def doubtful_text(name: str, products: Sequence[str], acts: Sequence[Activity]) -> str:
    """A firm as the encoder reads it: the core of its name and what it makes first."""
    parts = [core_name(name), *(stated_product(p)[0] for p in products[:4]), *(a.text[:20] for a in acts[:4])]
    return "、".join(dict.fromkeys(p for p in parts if p))


def stated_product(text: str) -> tuple[str, float | None]:
    """A product as a report lists it → its name, and its share of revenue (0–1) where a bracket tells it."""
    share = None
    for remark in _REMARK.findall(text):
        told = None if _NO_SHARE.search(remark[:12]) else _SHARE.search(remark)
        if told and share is None:
            share = float(told[1] or told[2]) / 100
    bare = _REMARK.sub("", text).strip()
    return bare or text, share if share is not None and share <= 1 else None


def core_name(name: str) -> str:
    """A firm's name without place, legal form and brackets: 新乡市豫兴起重电机有限公司 → 豫兴起重电机."""
    text = re.sub(r"（[^）]*）", "", name)
    previous = ""
    while previous != text:
        previous, text = text, _SUFFIX.sub("", text)
    stripped = _PLACE.sub("", text)
    return stripped if len(stripped) >= 2 else text


def _evidence(kind: str, term: str, text: str, source: str, weight: float) -> MembershipEvidence:
    return {"kind": kind, "term": term, "text": text, "source": source, "weight": round(weight, 4)}


def _confidence(evidence: Sequence[MembershipEvidence]) -> float:
    """Best evidence in full, the rest at a third, saturating: 1 − e^(−1.3 Σ)."""
    weights = sorted((float(e["weight"]) for e in evidence), reverse=True)
    total = weights[0] + sum(weights[1:6]) / 3 if weights else 0.0
    return 1 - math.exp(-1.3 * total)
