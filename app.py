"""liantu's app: a router. Pages are in `app_pages/pages/`, a folder each; run with `streamlit run app.py`."""

from __future__ import annotations

import streamlit as st

from app_pages import first_paint


def main() -> None:
    """Paint the outline of a page, then set up the navigation and the frame and run the chosen page."""
    outline = first_paint.show()
    # Read only now: the first time it takes a second or more, and somebody is looking at the screen.
    from app_pages import frame, state
    from app_pages.draw import printing, snippets
    from app_pages.read.maps import ahead
    from app_pages.registry import PAGES
    from app_pages.texts import language
    from app_pages.texts.plain import plain
    from graph.errors import StoreError, StoreUnavailable

    unknown = st.query_params.get("unknown", "")  # a page that the server did not find
    state.read_address()
    say = language.speaker(state.current().lang)
    st.html(snippets.STYLE + printing.style(state.current().lang))
    st.html(snippets.reach(state.current().lang), unsafe_allow_javascript=True)
    pages = [
        st.Page(p.file, title=say(f"nav.{p.name}"), icon=p.icon, url_path=p.name, default=p is PAGES[0]) for p in PAGES
    ]
    page = st.navigation(pages, expanded=True)
    frame.language()
    ready = frame.checked()
    outline.empty()
    if not ready:
        return
    if unknown:
        st.toast(plain(say("frame.unknown_page", name=unknown[:40])))
    state.write_address()
    ahead.begin(state.current().chain, state.current().region)
    try:
        page.run()
    except StoreUnavailable as error:  # the graph server went away while the page was drawn
        frame.away(str(error))
    except StoreError as error:  # somebody builds the store anew, or moved it
        frame.interrupted(error)


main()
