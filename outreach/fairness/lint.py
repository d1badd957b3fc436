"""Which sentences of a paper promise what may not be promised. A finding is a sign for a person, never a ruling."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from outreach.fairness.rules import Rule, Rules

# A sentence that forbids the thing, or reports that it was abolished, promises nothing.
_DENIED = re.compile(
    r"(?:不得|严禁|禁止|不允许|不再|不应|不能|杜绝|取消|废止|清理|停止执行|坚决纠正|纠正|不以|不与|不设|不作|没有承诺|未承诺|不承诺|不存在|避免)"
)
# These rules are themselves worded with 不得, so a denial does not excuse them.
_WORDED_WITH_A_DENIAL = frozenset({"no_leaving", "outside_goods", "market_access"})
_ENDS = re.compile(r"(?<=[。；！？\n;!?])")


@dataclass(frozen=True, slots=True)
class Finding:
    """One sign: the rule, the words, where they stand (line from 1, characters within the text)."""

    rule: Rule
    wording: str
    sentence: str
    line: int
    start: int
    end: int


def lint(text: str, rules: Rules) -> list[Finding]:
    """Findings in the order of the text, each rule at most once a sentence.

    Full-width digits and percent signs are read like the others; white space inside a sentence is ignored, since
    text that comes from a Word file is broken anywhere.
    """
    out = []
    for start, sentence in _sentences(text):
        squeezed, positions = _squeeze(sentence)
        for rule in rules.rules:
            hit = _hit(rule, squeezed)
            if hit is None:
                continue
            a, b = start + positions[hit[0]], start + positions[hit[1] - 1] + 1
            out.append(Finding(rule, text[a:b].strip(), sentence.strip(), text.count("\n", 0, a) + 1, a, b))
    return sorted(out, key=lambda f: (f.start, f.rule.id))


def _hit(rule: Rule, sentence: str) -> tuple[int, int] | None:
    if any(excuse.search(sentence) for excuse in rule.excuses):
        return None
    for sign in rule.signs:
        for match in sign.finditer(sentence):
            if rule.id in _WORDED_WITH_A_DENIAL or not _denied(sentence, match.start(), match.end()):
                return match.span()
    return None


def _denied(sentence: str, start: int, end: int) -> bool:
    """Is what was found denied in its own clause, before or within it?"""
    clause = max((sentence.rfind(mark, 0, start) for mark in "，,：:"), default=-1) + 1
    return bool(_DENIED.search(sentence[clause:end]))


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for part in _ENDS.split(text):
        if part.strip():
            yield at, part
        at += len(part)


def _squeeze(sentence: str) -> tuple[str, Sequence[int]]:
    """The sentence without white space, digits half-width, and where each character stood."""
    kept = [(c, i) for i, c in enumerate(sentence) if not c.isspace()]
    text = "".join(c for c, _ in kept)
    return text.translate(_HALF), [i for _, i in kept]


_HALF = {ord(a): b for a, b in zip("０１２３４５６７８９", "0123456789", strict=True)}
