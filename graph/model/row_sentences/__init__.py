"""Every problem that a row can have: one code, one weight, one sentence in each language."""

from __future__ import annotations

from graph.model.row_sentences.data import DATA as DATA
from graph.model.row_sentences.lists import LISTS
from graph.model.row_sentences.loading import LOADING

TABLES = LOADING | LISTS  # of tables that are handed in
