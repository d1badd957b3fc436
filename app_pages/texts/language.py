"""All texts of the app, and the speaker that says one in a language. A page keeps its own in `texts` of its folder.

Words of the domain (kinds, verdicts, states) are in `graph.model.words`.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from string import Formatter
from typing import TypeAlias

from app_pages.registry import PAGES
from app_pages.texts import shared
from app_pages.texts.merge import Texts, merged
from graph.model.place_names import english
from graph.model.words import Lang, counted

TEXTS: Texts = merged(shared.TEXTS, *(import_module(page.texts).TEXTS for page in PAGES))

Value: TypeAlias = "str | int | float"
PLACES = {"region", "place", "seat"}  # blanks of a text in which a place stands


class Speaker:
    """Says texts in one language: `say("unit.firms", n=3)`. Places come as the documents have them, in Chinese, and are
    said in the language too."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self._blanks = _Blanks()

    def __call__(self, key: str, **values: Value) -> str:
        """The text with its blanks filled. Raises `KeyError` where there is no such text or a blank has no value."""
        if self.lang == "en":
            values = {k: english(v) if k in PLACES and isinstance(v, str) else v for k, v in values.items()}
        return self._blanks.vformat(pick(TEXTS[key], self.lang), (), values)


class _Blanks(Formatter):
    """Fills the blanks of a text. English counts: `{n:firm}` gives 1 firm, 2 firms; `{n:is/are}` the word alone."""

    def format_field(self, value: Value, format_spec: str) -> str:
        if not format_spec:
            return str(value)
        number = int(str(value).replace(",", ""))
        one, _, many = format_spec.partition("/")
        if many:
            return one if number == 1 else many
        return counted(number, one).replace(str(number), str(value), 1)


def speaker(lang: Lang) -> Speaker:
    """What says texts in this language."""
    return Speaker(lang)


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
