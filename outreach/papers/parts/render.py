"""Filling a template. An office may change the .docx; an unknown field in it is named before anything is made."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Mapping
from pathlib import Path

import docx
from docx.shared import Mm
from docx.text.run import Run
from docxtpl import DocxTemplate, InlineImage
from jinja2 import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from graph.errors import TemplateField, UnreadableFile
from graph.files.inert import legible
from graph.files.papers_out import content_of
from outreach.papers.parts.layout import TEMPLATES

TITLE_LINE = 18  # characters of 22 pt that a line of 156 mm holds, with room at both ends
KINDS_OF_PAPER = ("会谈纪要", "来访接待方案", "谈话要点", "参阅件", "路书")
MARK = re.compile(r"(\[\d{1,3}\])")


def render(name: str, fields: Mapping[str, object], own: Path | None = None, picture: bytes = b"") -> bytes:
    """A paper from the template `name`; `own` is the office's folder of templates, which go before the shipped ones.

    `picture` (PNG) fills `map`. Raises `TemplateField` where the template names a field that this paper does not
    have, `UnreadableFile` where it is no Word file.
    """
    file = TEMPLATES / f"{name}.docx"
    if own is not None and (own / file.name).is_file():
        file = own / file.name
    try:
        template = DocxTemplate(str(file))
        template.init_docx()
    except Exception as error:  # docxtpl hands on whatever the archive, the XML or python-docx raises
        raise UnreadableFile(
            file.name, "it is no readable Word template", "restore it from outreach/papers/templates"
        ) from error
    environment = SandboxedEnvironment(autoescape=True)
    given = {"map": InlineImage(template, io.BytesIO(picture), width=Mm(150)) if picture else "", **fields}
    given["title"] = broken(str(fields["title"]))
    given = {name: _legible(value) for name, value in given.items()}
    try:
        unknown = template.get_undeclared_template_variables(environment) - given.keys()
        if unknown:
            raise TemplateField(file.name, sorted(unknown), sorted(given))
        template.render(given, environment, autoescape=True)
    except TemplateError as error:
        raise TemplateField(file.name, [str(error)], sorted(given)) from error
    raw = io.BytesIO()
    template.save(raw)
    return _raised(raw.getvalue())


def _legible(value: object) -> object:
    """A field of a template without characters that a Word file cannot hold, in lists and mappings, too."""
    if isinstance(value, str):
        return legible(value)
    if isinstance(value, Mapping):
        return {name: _legible(v) for name, v in value.items()}
    if isinstance(value, list | tuple):
        return [_legible(v) for v in value]
    return value


def broken(title: str) -> str:
    """A title too long for a line (22 characters of 22 pt), broken after its colon or before the kind of paper, but not
    within a name."""
    if len(title) <= TITLE_LINE:
        return title
    head, colon, rest = title.partition("：")
    if colon and rest:
        return f"{head}：\n{rest}"
    kind = next((k for k in KINDS_OF_PAPER if title.endswith(k) and title != k), "")
    return f"{title.removesuffix(kind)}\n{kind}" if kind else title


def _raised(content: bytes) -> bytes:
    """The marks [1] of footnotes as raised figures, in whatever font their paragraph has."""
    document = docx.Document(io.BytesIO(content))
    for p in document.paragraphs:
        for run in list(p.runs):
            parts = MARK.split(run.text)
            if len(parts) < 2 or p.text.startswith("["):  # the list of notes itself begins with its figure
                continue
            for part in parts:
                if not part:
                    continue
                piece = copy.deepcopy(run._element)
                run._element.addprevious(piece)
                made = Run(piece, p)
                made.text = part
                made.font.superscript = True if MARK.fullmatch(part) else None
            run._element.getparent().remove(run._element)
    return content_of(document)
