"""What a source says of a number: an estimate, or something that can be opened, with its year. Imports nothing of
ours."""

from __future__ import annotations

import re
from typing import Literal

_ESTIMATE = re.compile(r"estimat|估", re.IGNORECASE)
_OWN = re.compile(r"own knowledge|自有知识|\(?estimates?\)?|估计|估算|[\s,;，；、.。()（）]+", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BY_OURSELVES = ("own knowledge", "自有知识")
ESTIMATE: dict[Literal["zh", "en"], str] = {"zh": "估算", "en": "estimate"}


def says_estimate(source: str) -> bool:
    """Does it say in so many words that the number is an estimate?"""
    return bool(_ESTIMATE.search(source))


def own_only(source: str) -> bool:
    """Does it name nothing but own knowledge?"""
    return bool(source.strip()) and not _OWN.sub("", source)


def estimated(source: str) -> bool:
    """Does the number rest on an estimate? It does where the source says so, or names nothing else."""
    return says_estimate(source) or own_only(source) or not source.strip()


def cited(source: str) -> bool:
    """Does it name something that can be opened, with its year? What was then split or scaled may be an estimate all
    the same."""
    return bool(year_of(source)) and not source.strip().lower().startswith(_BY_OURSELVES)


def year_of(source: str) -> str:
    """The first year that it names; empty where it names none."""
    found = _YEAR.search(source)
    return found.group() if found else ""


def basis(source: str, lang: Literal["zh", "en"]) -> str:
    """What stands beside a number: that it is an estimate, its source, or both."""
    if own_only(source) or not source.strip():
        return ESTIMATE[lang]
    if estimated(source):
        return f"估算，据：{source}" if lang == "zh" else f"estimate, from: {source}"
    return f"出处：{source}" if lang == "zh" else f"source: {source}"
