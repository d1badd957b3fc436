"""Word files as they leave: signed with who took them out and when, and without fields that would fetch anything."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from graph.files.exporter import export

if TYPE_CHECKING:
    from docx.document import Document


def content_of(paper: Document) -> bytes:
    """The content of a .docx; its properties say who exported it and when."""
    signed = export()
    properties = paper.core_properties
    properties.author = properties.last_modified_by = signed.who
    properties.comments = signed.line
    properties.created = properties.modified = signed.at
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()
