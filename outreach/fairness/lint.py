"""Which sentences of a paper promise what may not be promised. A finding is a sign for a person, never a ruling."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from outreach.fairness.rules import Rule, Rules

# A sentence that forbids the thing, or reports that it was abolished, promises nothing.
_DENIED = re.compile(
    r"(?:不得|严禁|禁止|不允许|不再|不应|不能|杜绝|取消|废止|清理|停止执行|坚决纠正|纠正|不以|不与|不设|没有承诺|未承诺|不承诺|不存在|避免|不含|不包含|不涉及|不构成|是否|有无|核实|不干预|不限|不强制|不能|能否|询问|不作)"
)
REACH = 60  # characters within which words count as standing together
_ENDS = re.compile(r"(?<=[。；！？\n;!?])")


@dataclass(frozen=True, slots=True)
class FairnessFinding:
    """One sign: the rule, the words, where they stand (line from 1, characters within the text)."""

    rule: Rule
    wording: str
    sentence: str
    line: int
    start: int
    end: int


def lint(text: str, rules: Rules) -> list[FairnessFinding]:
    """Findings in the order of the text, each rule at most once a sentence.

    Full-width digits and percent signs are read like the others; white space inside a sentence is ignored, since
    text that comes from a Word file is broken anywhere.
    """
    out = []
    for start, sentence in _sentences(text):
        squeezed, positions = _squeeze(sentence)
        hits = {rule.id: (rule, hit) for rule in rules.rules if (hit := _hit(rule, squeezed)) is not None}
        said = {rule.article.split("（")[0] for rule, _ in hits.values()}
        for rule in rules.rules:
            # Words near each other say less than a wording, so they speak only where their article has none.
            if rule.id not in hits and rule.article.split("（")[0] not in said and (loose := _loose(rule, squeezed)):
                hits[rule.id] = (rule, loose)
        for rule, hit in hits.values():
            a, b = start + positions[hit[0]], start + positions[hit[1] - 1] + 1
            out.append(FairnessFinding(rule, text[a:b].strip(), sentence.strip(), text.count("\n", 0, a) + 1, a, b))
    return sorted(out, key=lambda f: (f.start, f.rule.id))


def _hit(rule: Rule, sentence: str) -> tuple[int, int] | None:
    if any(excuse.search(sentence) for excuse in rule.excuses):
        return None
    for sign in rule.signs:
        for match in sign.finditer(sentence):
            if not _denied(sentence, match.start(), match.end()):
                return match.span()
    return next((m.span() for sign in rule.blunt_signs if (m := sign.search(sentence))), None)


def _loose(rule: Rule, sentence: str) -> tuple[int, int] | None:
    if any(excuse.search(sentence) for excuse in rule.excuses):
        return None
    return next((span for words in rule.joint_signs if (span := _joint(words, sentence))), None)


def _joint(words: Sequence[re.Pattern[str]], sentence: str) -> tuple[int, int] | None:
    """Where words stand together: each place of the last one with the nearest of the others, none of them denied."""
    for last in words[-1].finditer(sentence):
        if _denied(sentence, last.start(), last.start()):
            continue
        spans = [last.span()]
        for word in words[:-1]:
            # The same characters do not count twice.
            near = [
                m.span()
                for m in word.finditer(sentence)
                if m.span() not in spans and not _denied(sentence, m.start(), m.start())
            ]
            if not near:
                break
            spans.append(min(near, key=lambda s: abs(s[0] - last.start())))
        else:
            start, end = min(a for a, _ in spans), max(b for _, b in spans)
            if end - start <= REACH:
                return start, end
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
