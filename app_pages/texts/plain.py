"""Text as text: what people or files wrote, put where Streamlit reads Markdown, without becoming markup there."""

from __future__ import annotations

import re

# Marks of Markdown, of formulas ($), of HTML and of entities, wherever they stand.
_MARKS = re.compile(r"[\\`*_\[$~]|<(?=[A-Za-z/!?])|&(?=[#A-Za-z])")
# What makes a heading, a list, a quotation, a table or a rule at the beginning of a line.
_STARTS = re.compile(r"^([ \t]*)(\d*)([-+=>#|]|(?<=\d)[.)](?=\s|$))", re.MULTILINE)
# `:red[…]`, `:material/home:`, `:smile:` and `http://…` are found in the finished text, so that a backslash is no help:
# a word joiner, which nobody sees, stands between.
_COLON = re.compile(r":(?=[A-Za-z/+\-])")
_SITE = re.compile(r"\b(www)\.", re.IGNORECASE)
_MAIL = re.compile(r"(?<=[\w.+-])@(?=[\w-])")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
JOINER = "\u2060"


def plain(text: object) -> str:
    """The text so that Markdown shows it letter by letter: no picture, link, icon, colour, list, heading, formula or
    HTML can be made with it. Control characters and marks of direction, which show nothing, are left out."""
    kept = _MARKS.sub(lambda m: "\\" + m.group(0), _UNSEEN.sub("", str(text)))
    kept = _STARTS.sub(lambda m: f"{m[1]}{m[2]}\\{m[3]}" if not m[2] or m[3] in ".)" else m[0], kept)
    kept = _COLON.sub(":" + JOINER, kept)
    return _MAIL.sub("@" + JOINER, _SITE.sub(rf"\1{JOINER}.", kept))
