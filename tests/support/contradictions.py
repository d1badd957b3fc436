"""Do the sentences of a certificate agree with each other? What a reader would hold against it, found by machine."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.gaps.documents.certificate import certificate, lines
from graph.gaps.documents.shapes import GapDocument
from graph.gaps.documents.verdict_sentence import main_suppliers

AMOUNT = re.compile(r"(\d+(?:\.\d+)?) (万元|亿元)")
ROUNDED = 1.06  # amounts are told with two digits


def yi(text: str) -> list[float]:
    """The amounts of a sentence, 亿元."""
    return [float(n) / (1e4 if unit == "万元" else 1) for n, unit in AMOUNT.findall(text)]


def contradictions(gap: GapDocument) -> list[str]:
    """What contradicts what in the certificate of a gap, a sentence each; empty where nothing does."""
    return [f"{gap['segment']}: {found}" for found in (*_numbers(gap), *_names(gap), *_words(gap))]


def _numbers(gap: GapDocument) -> Iterator[str]:
    need, recruit = gap["tests"]["need"], gap["recruit"]
    demand, indirect = need["figures"]["demand_yi"], gap["tests"]["consequence"]["figures"]["indirect_yi"]
    if gap["tests"]["consequence"]["passed"] and indirect > demand * ROUNDED:
        yield f"indirect {indirect:.2f} is more than the whole need {demand:.2f}"
    if sum(b["yi"] for b in gap["evidence"]["buyers"]) > demand * ROUNDED + 0.01:
        yield "the buying segments spend more than the whole need"
    told = yi(need["sentence"])[:1]
    if told and need["figures"]["demand_yi"] >= 0.01 and told[0] not in yi(gap["sentence"]):
        yield f"the verdict tells another need than {told[0]}"
    amounts = yi(recruit["sentence"])
    if len(amounts) == 2:
        scale, wanted = recruit["figures"]["least_sales_yi"] or 0.0, recruit["figures"]["local_demand_yi"]
        if abs(wanted - demand) > 1e-6:
            yield f"it is recruited for a need of {wanted:.2f}, told is {demand:.2f}"
        if any(w in recruit["sentence"] for w in ("低于", "超过", "不到", "远超")) and not wanted < scale:
            yield "a need that is larger is told as smaller than a plant"
        if amounts[0] == amounts[1] and not any(w in recruit["sentence"] for w in ("相当", "够")):
            yield f"two equal amounts are compared: {recruit['sentence']}"
    effect = gap["evidence"]["effect"]
    if effect["completeness_after"] < effect["completeness_before"]:
        yield "a landing makes the chain less complete"


def _names(gap: GapDocument) -> Iterator[str]:
    text = "\n".join(lines(gap, "zh"))
    named = "产品对得上的买方（" in text
    if named and ("具体买方待核" in gap["sentence"] or "尚未查到" in text or "尚未对到" in text):
        yield "buyers are named and said to be unknown"
    for b in gap["evidence"]["buyers"]:
        if b["firms"] and f"{b['name']}：" in text and re.search(rf"{re.escape(b['name'])}：.*具体企业待核", text):
            yield f"the firms of {b['name']} are named and said to be unknown"
    if not gap["evidence"]["local"]["count"] and gap["tests"]["presence"]["firms"]:
        yield "none is on record here, and some are named"
    here = {f["id"] for b in gap["evidence"]["buyers"] for f in b["firms"]}
    if here & {f["id"] for f in gap["evidence"]["makers"]}:
        yield "a local buyer is named as a firm elsewhere"
    for s in main_suppliers(gap["evidence"]):
        if s["kind"] not in ("material", "component"):
            yield f"{s['name']} is no supplier of goods"


def _words(gap: GapDocument) -> Iterator[str]:
    text, recruit = "\n".join(lines(gap, "zh")), gap["recruit"]
    if recruit["answer"] == "unsuitable" and "若引入" in text:
        yield "not to be recruited, and yet a landing is worked out"
    if "不划算" in text and "销往外地" in text:
        yield "it does not pay to haul it, and it is sold elsewhere"
    if recruit["reason"] == "local_market" and gap["tests"]["need"]["passed"] is False:
        yield "no need, and yet recruited for local need"
    if "不构成招引理由" in text and re.search(r"可招：本地单位", text):
        yield "local need is no ground, and is the ground"
    if "各地都有" in text and "断点" in gap["sentence"]:
        yield "a trade of every city is called a break"
    if re.search(r"市[^。]{0,40}未查到", text):
        yield "another city is said to have none"
    if re.search(r"的 0%|不足 100 万元.{0,8}亿元|nan|None|  ：", text):
        yield "a number that says nothing"
    for section in certificate(gap, "zh"):
        if not section.items:
            yield f"section {section.key} says nothing"
