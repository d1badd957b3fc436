"""All texts of the app, and the speaker that says one in a language. A page keeps its own in `texts` of its folder.

Words of the domain (kinds, verdicts, states) are in `graph.model.words`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

from app_pages.registry import PAGES
from app_pages.texts import shared
from app_pages.texts.merge import Texts, merged
from graph.model.place_names import english
from graph.model.words import Lang

TEXTS: Texts = merged(shared.TEXTS, *(import_module(page.texts).TEXTS for page in PAGES))

Speaker = Callable[..., str]
PLACES = {"region", "place", "seat"}  # blanks of a text in which a place stands


def speaker(lang: Lang) -> Speaker:
    """A function that says a text in this language: `say("unit.firms", n=3)`. Places come as the documents have them, in
    Chinese, and are said in the language too."""
    side = 0 if lang == "zh" else 1

    def say(key: str, **values: Any) -> str:
        if side:
            values = {k: english(v) if k in PLACES else v for k, v in values.items()}
        return TEXTS[key][side].format(**values)

    return say


def pick(words: tuple[str, str], lang: Lang) -> str:
    """The one of a pair (Chinese, English) that is in this language."""
    zh, en = words
    return zh if lang == "zh" else en


def listed(names: Iterable[str], lang: Lang) -> str:
    """Names one after another: 甲、乙, or A, B."""
    return ("、" if lang == "zh" else ", ").join(names)


def clauses(parts: Iterable[str], lang: Lang) -> str:
    """Parts of a sentence one after another: 甲；乙, or a; b."""
    return ("；" if lang == "zh" else "; ").join(parts)


def colon(lang: Lang) -> str:
    """What stands between a label and its value."""
    return "：" if lang == "zh" else ": "
