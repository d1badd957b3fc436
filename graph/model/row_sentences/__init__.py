"""Every problem that a row can have: one code, one weight, one sentence in each language."""

from __future__ import annotations

from graph.model.row_sentences.chain_faults import CHAIN_FAULTS
from graph.model.row_sentences.chances import CHANCES
from graph.model.row_sentences.data import TABLES_OF_DATA
from graph.model.row_sentences.firm_facts import FIRM_FACTS
from graph.model.row_sentences.lists import LISTS
from graph.model.row_sentences.loading import LOADING

DATA = TABLES_OF_DATA | CHAIN_FAULTS | FIRM_FACTS | CHANCES  # of `data/`
TABLES = LOADING | LISTS  # of tables that are handed in
