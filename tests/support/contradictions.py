"""Do the sentences of a certificate agree with each other? What a reader would hold against it, found by machine."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.gaps.documents.certificate import certificate, lines
from graph.gaps.documents.shapes import GapDocument
from graph.gaps.documents.verdict_sentence import main_suppliers

RANGE = re.compile(r"约 [\d.]+ [万亿]元?至 [\d.]+ [万亿]元")
ROUNDED = 1.06  # amounts are told with two digits


def contradictions(gap: GapDocument) -> list[str]:
    """What contradicts what in the certificate of a gap, a sentence each; empty where nothing does."""
    return [f"{gap['segment']}: {found}" for found in (*_numbers(gap), *_names(gap), *_words(gap))]


def _numbers(gap: GapDocument) -> Iterator[str]:
    need = gap["tests"]["need"]
    demand, indirect = need["figures"]["demand_yi"], gap["tests"]["consequence"]["figures"]["indirect_yi"]
    if gap["tests"]["consequence"]["passed"] and indirect > demand * ROUNDED:
        yield f"indirect {indirect:.2f} is more than the whole need {demand:.2f}"
    if sum(b["yi"] for b in gap["evidence"]["buyers"] if not b["central"]) > demand * ROUNDED + 0.01:
        yield "the buying segments spend more than the whole need"
    yield from _ranges(gap)
    effect = gap["evidence"]["effect"]
    if effect["completeness_after"] < effect["completeness_before"]:
        yield "a landing makes the chain less complete"


def _ranges(gap: GapDocument) -> Iterator[str]:
    """The range of the need is one, wherever it is told, and only its ends decide against a plant."""
    need, recruit = gap["tests"]["need"], gap["recruit"]
    figures, asked = need["figures"], recruit["figures"]
    if not figures["demand_low_yi"] <= figures["demand_yi"] <= figures["demand_high_yi"]:
        yield "the need lies outside its range"
    if abs(asked["local_demand_yi"] - figures["demand_yi"]) > 1e-6:
        yield f"it is recruited for a need of {asked['local_demand_yi']:.2f}, told is {figures['demand_yi']:.2f}"
    told = RANGE.search(need["sentence"])
    for text in (gap["sentence"], recruit["sentence"]):
        other = RANGE.search(text)
        if told and other and told[0] != other[0]:
            yield f"another need than {told[0]} is told: {other[0]}"
    scale, text = asked["least_sales_yi"] or 0.0, recruit["sentence"]
    if "低于起步规模" in text and not figures["demand_high_yi"] < scale:
        yield "a need that may be larger is told as smaller than a plant"
    if re.search(r"(?<![能不])够一家起步规模", text) and not figures["demand_low_yi"] >= 0.9 * scale:
        yield "a need that may be smaller is told as large enough for a plant"
    supplied = "本地已有同类单位" in text
    if supplied and "本地单位所需" in "".join(lines(gap, "zh")).split("若引入")[-1]:
        yield "local firms supply it, and yet a landing sells it here"


def _names(gap: GapDocument) -> Iterator[str]:
    text = "\n".join(lines(gap, "zh"))
    named = "产品对得上的买方" in text
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
        if not section.items and section.outcome != "unfit":
            yield f"section {section.key} says nothing"
