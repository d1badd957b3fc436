"""The rows behind the map as tables: what the workbook holds; a chosen buyer leads to its firm."""

from __future__ import annotations

import streamlit as st

from app_pages import state
from app_pages.draw import snippets
from app_pages.texts import language
from app_pages.texts.plain import plain
from outreach.maps.market.market_tables import SHARES, tables
from outreach.maps.market.shapes import MarketDocument


def show(d: MarketDocument, now: state.Selection, say: language.Speaker) -> None:
    """Each table under its name; empty ones are left out."""
    made = {name: t for name, t in tables(d, now.lang).items() if t[1]}
    buyers = next(iter(tables(d, now.lang)))
    for tab, (name, (heads, rows)) in zip(st.tabs([plain(name) for name in made]), made.items(), strict=True):
        with tab:
            frame = {head: [_shown(row[j], head) for row in rows] for j, (head, _) in enumerate(heads)}
            amounts = {h: st.column_config.NumberColumn(format="%.2f") for h, _ in heads if _is_amount(h)}
            height = min(520, 36 * len(rows) + 40)
            if name != buyers:
                st.dataframe(frame, key=f"market_{name}", hide_index=True, height=height, column_config=amounts)
                continue
            st.html(snippets.text(say("market.check"), "lt-muted"))
            event = st.dataframe(
                frame,
                key=f"market_{name}",
                hide_index=True,
                height=height,
                on_select="rerun",
                selection_mode="single-row",
                column_config=amounts,
            )
            for i in event.selection.rows:
                state.open_page("firm", firm=d["buyers"][i]["id"])


def _shown(value: str | int | float, head: str) -> str | int | float:
    return f"{value:.1%}" if head in SHARES and isinstance(value, float) else value


def _is_amount(head: str) -> bool:
    return "亿元" in head or "million yuan" in head
