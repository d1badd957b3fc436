"""What is called as one types, by kind: each leads to its page, or says what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import streamlit as st

from app_pages import firm_links, frame, state
from app_pages.draw import snippets
from app_pages.read import base, firms
from app_pages.read.daily.names import Named
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.chance.red_lines import RedLine
from graph.model.records import Institution, Park
from graph.model.words import INSTITUTION
from outreach.papers.parts.policies import Policy
from recommend.retrieve.by_name import normal

SHOWN = 6  # of a kind at first
MORE = "_more"  # end of the keys of what opens on demand
LINKS = 4  # segments that a row leads to
KINDS = ("segments", "firms", "institutions", "parks", "policies", "red_lines")
Row = TypeVar("Row")


class Listed:
    """Draws what was found by name for one reader."""

    def __init__(self, chosen: state.Selection) -> None:
        self.chosen, self.say = chosen, language.speaker(chosen.lang)

    def show(self, found: Named) -> None:
        """The kinds that have something, each with how many and its first rows."""
        self._few("segments", found.segments, self._segment_names)
        self._few("firms", found.firms, self._firm_names)
        self._few("institutions", found.institutions, self._each(self._institution))
        self._few("parks", found.parks, self._each(self._park))
        self._few("policies", found.policies, self._each(self._policy))
        self._few("red_lines", found.red_lines, self._each(self._red_line))

    def _few(self, kind: str, rows: Sequence[Row], draw: Callable[[Sequence[Row], str], None]) -> None:
        if not rows:
            return
        say = self.say
        st.subheader(plain(say(f"search.kind_{kind}", n=len(rows))), anchor=False)
        draw(rows[:SHOWN], f"search_{kind}")
        if len(rows) > SHOWN:
            with st.expander(plain(say("search.more", n=len(rows) - SHOWN))):
                draw(rows[SHOWN:], f"search_{kind}{MORE}")

    def _each(self, draw: Callable[[Row, str], None]) -> Callable[[Sequence[Row], str], None]:
        def rows(given: Sequence[Row], key: str) -> None:
            for i, row in enumerate(given):
                draw(row, f"{key}_{i}")

        return rows

    def _segment_names(self, ids: Sequence[str], key: str) -> None:
        chains = frame.chain_titles(self.chosen.lang)
        with st.container(horizontal=True, gap="small"):
            for i, segment in enumerate(ids):
                title = f"{chains[segment.split('.')[0]]} · {self._titled(segment)}"
                if st.button(plain(title), key=f"{key}_{i}"):
                    state.open_page("chain_map", segment=segment)

    def _titled(self, segment: str) -> str:
        """The segment's name, with the product that was meant where the name itself does not say it."""
        row, wanted = base.space().network.segments[segment], normal(self.chosen.q)
        title = frame.segment_title(segment, self.chosen.lang)
        if wanted in normal(row.name) or wanted in normal(row.name_en):
            return title
        product = next((p for p in row.products if wanted in normal(p)), "")
        return self.say("search.by_product", segment=title, product=product) if product else title

    def _firm_names(self, ids: Sequence[str], key: str) -> None:
        named = firms.links(tuple(ids))
        firm_links.show(named, key, full=True)
        if not named or key.endswith(MORE):
            return
        if st.button(plain(self.say("search.alike", name=named[0]["name"])), key="search_alike"):
            firm_links.show(firms.alike(named[0]["id"]), "search_alike_to")

    def _institution(self, row: Institution, key: str) -> None:
        kind = INSTITUTION[row.kind][self.chosen.lang] if row.kind in INSTITUTION else ""
        name = row.name if self.chosen.lang == "zh" else row.name_en or row.name
        seat = frame.place(base.space().regions.full_name(row.region)) if row.region else frame.place(row.city)
        self._row(name, (kind, seat, row.website), row.segments, key)

    def _park(self, row: Park, key: str) -> None:
        seat = frame.place(base.space().regions.full_name(row.region)) if row.region else ""
        self._row(row.name, (row.unit, seat, row.note), row.lead_segments, key)

    def _policy(self, row: Policy, key: str) -> None:
        checked = "" if row.verified else self.say("unknown")
        self._row(f"《{row.name}》{row.clause}", (row.number, row.gives, row.term(), checked), row.segments, key)

    def _red_line(self, row: RedLine, key: str) -> None:
        what = row.what if self.chosen.lang == "zh" else row.what_en
        say = self.say
        level = say(f"search.level_{row.level}")
        checked = "" if row.verified else say("unknown")
        self._row(f"{level}：{what}", (row.document, row.date, checked), (row.segment,), key)

    def _row(self, name: str, asides: Iterable[str], segments: Sequence[str], key: str) -> None:
        """A name, what is to be said of it, and the segments that it is about, each of which opens."""
        st.html(
            snippets.strong(name) + snippets.text(language.clauses(filter(None, asides), self.chosen.lang), "lt-muted")
        )
        known = [s for s in segments if s in base.space().network.segments][:LINKS]
        if known:
            with st.container(horizontal=True, gap="small"):
                for i, segment in enumerate(known):
                    title = frame.segment_title(segment, self.chosen.lang)
                    if st.button(plain(title), key=f"{key}_to_{i}", type="tertiary"):
                        state.open_page("chain_map", segment=segment)
