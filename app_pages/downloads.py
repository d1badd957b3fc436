"""What a map hands out: a page for Word and the workbook behind it, each made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app_pages.texts.plain import plain

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def of_map(
    name: str,
    labels: tuple[str, str],
    paper: Callable[[], bytes],
    book: Callable[[], bytes],
    file_name: Callable[[str], str],
    places: tuple[DeltaGenerator, DeltaGenerator] | None = None,
    width: Literal["stretch", "content"] = "content",
) -> None:
    """The two buttons. name: of their keys; labels: of the paper and the book; file_name: of an ending; places: for the
    paper and the book, else where the page stands."""
    for i, (ending, made, kind) in enumerate((("docx", paper, DOCX), ("xlsx", book, XLSX))):
        (places[i] if places else st).download_button(
            plain(labels[i]),
            made,
            key=f"{name}_{ending}",
            mime=kind,
            file_name=file_name(ending),
            on_click="ignore",
            width=width,
        )
