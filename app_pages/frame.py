"""What stands around every page: the bar with chain and region, names of firms that lead to their pages, states."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from app_pages import state
from app_pages.draw import snippets
from app_pages.errors import explain
from app_pages.read import loaders
from app_pages.texts import language as texts
from graph.errors import LiantuError, StoreUnavailable
from graph.gaps.documents.labels import ROLE
from graph.model import place_names
from graph.model.regions import Regions
from graph.model.words import STATE, Lang

_LANGUAGES: dict[Lang, str] = {"zh": "中文", "en": "English"}


MANY_FIRMS = 100  # behind one number, from which a table is shown


def language() -> None:
    """The language switch of the sidebar."""
    st.session_state["frame_lang"] = state.current().lang

    def take() -> None:
        state.change(lang=st.session_state["frame_lang"])

    st.sidebar.segmented_control(
        "语言 Language",
        list(_LANGUAGES),
        format_func=lambda v: _LANGUAGES[v],
        key="frame_lang",
        on_change=take,
        label_visibility="collapsed",
        width="stretch",
        required=True,
    )


def checked() -> bool:
    """Make the selection one that exists; False (with a page that says what to do) where there is no store."""
    say = texts.speaker(state.current().lang)
    try:
        space = loaders.space()
        chains = [c.id for c in space.network.chains]
    except StoreUnavailable as error:
        away(str(error))
        return False
    except LiantuError as error:
        st.header(say("store.none"))
        st.html(snippets.text(say("store.todo")))
        st.code("make app\n# 或 or\nliantu build", language="bash")
        with st.expander(say("error.detail")):
            st.text(str(error))
        return False
    if not chains:
        st.header(say("store.empty"))
        st.html(snippets.text(say("store.todo")))
        return False
    chosen = state.current()
    if chosen.region != space.regions.canonical(chosen.region) or not chosen.region:
        state.change(region=space.regions.canonical(chosen.region) or state.DEFAULT_REGION)
        st.toast(say("frame.unknown_region"))
    if chosen.segment and chosen.segment not in space.network.segments:
        state.change(segment="")
        st.toast(say("frame.unknown_segment"))
    elif chosen.segment and space.network.segments[chosen.segment].chain != chosen.chain:
        state.change(segment=chosen.segment)
    if state.current().chain not in chains:
        state.change(chain=chains[0])
    return True


@st.fragment(run_every=5)
def away(detail: str) -> None:
    """A banner while the graph server is away; the page comes back by itself when the server does."""
    say = texts.speaker(state.current().lang)
    st.warning(f"{say('store.away')}\n\n{say('store.away_todo')}", icon=":material/cloud_off:")
    with st.expander(say("error.detail")):
        st.text(detail)
    try:
        loaders.version()
    except LiantuError:
        return
    st.rerun()


def bar(chain: bool = True) -> state.Selection:
    """Chain and region, kept across pages. Returns the selection."""
    chosen, space = state.current(), loaders.space()
    say = texts.speaker(chosen.lang)
    names = {c.id: c.name if chosen.lang == "zh" else c.name_en for c in space.network.chains}
    left, right, _ = st.columns([3, 2, 4]) if chain else st.columns([2, 3, 4])
    st.session_state["frame_chain"], st.session_state["frame_region"] = chosen.chain, chosen.region
    if chain:
        left.selectbox(
            say("frame.chain"),
            list(names),
            format_func=lambda c: say("frame.named", label=say("frame.chain"), value=names[c]),
            key="frame_chain",
            on_change=lambda: state.change(chain=st.session_state["frame_chain"]),
            label_visibility="collapsed",
        )
    (right if chain else left).selectbox(
        say("frame.region"),
        region_choices(space.regions, chosen.region),
        format_func=lambda r: say("frame.named", label=say("frame.region"), value=place_of(r, chosen.lang)),
        key="frame_region",
        on_change=lambda: state.change(region=st.session_state["frame_region"]),
        label_visibility="collapsed",
    )
    return state.current()


def place(text: str) -> str:
    """A place, as a document has it in Chinese, in the language of the screen."""
    return place_names.place(text, state.current().lang)


def place_of(code: str, lang: Lang) -> str:
    """A region by its code; in English with its province, since five pairs of cities are spelt alike."""
    regions = loaders.space().regions
    return regions.name(code) if lang == "zh" else place_names.english(regions.full_name(code))


def region_choices(regions: Regions, chosen: str) -> list[str]:
    """All cities, and the counties of the chosen region's city, which stand right behind it."""
    own = regions.city_of(chosen)
    counties = sorted(c for c, r in regions.by_code.items() if r.level == "county" and regions.city_of(c) == own)
    first = [c for c in (own, *counties) if c]
    rest = [c for c in regions.cities() if c not in first]
    return ([] if chosen in (*first, *rest) else [chosen]) + first + rest


def firm_links(
    firms: Sequence[Mapping[str, Any]],
    key: str,
    field: str = "short",
    more: int = 0,
    everybody: Callable[[], Sequence[Mapping[str, Any]]] | None = None,
) -> None:
    """Names of firms on one line, each leading to the firm's page; `more` says how many there are where not all are
    named, and opens to `everybody` where that is given."""
    lang = state.current().lang
    say, marks = texts.speaker(lang), loaders.marks(state.current().region)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for i, firm in enumerate(firms):
            if st.button(
                firm[field],
                key=f"{key}_{i}",
                type="tertiary",
                help=firm["name"] if firm[field] != firm["name"] else None,
            ):
                state.open_page("firm", firm=firm["id"])
            if firm["id"] in marks:
                st.html(role_marks(marks[firm["id"]], lang), width="content")
        if more > 0 and everybody is not None:
            with st.popover(
                say("frame.more" if firms else "frame.all", n=more),
                type="tertiary",
                key=f"{key}_more",
                on_change="rerun",
            ) as opened:
                if opened.open:
                    _everybody(everybody(), key)
        elif more > 0:
            st.html(snippets.text(say("frame.more", n=more), "lt-muted"), width="content")


def _everybody(firms: Sequence[Mapping[str, Any]], key: str) -> None:
    """All firms behind a number, by name and seat; many of them as a table, which does not draw a button for each."""
    if len(firms) > MANY_FIRMS:
        say = texts.speaker(state.current().lang)
        st.html(snippets.text(say("frame.pick"), "lt-muted"))
        rows = {say("frame.firm"): [f["name"] for f in firms], say("targets.place"): [place(f["place"]) for f in firms]}
        event = st.dataframe(
            rows,
            key=f"{key}_all",
            hide_index=True,
            height=320,
            width=420,
            on_select="rerun",
            selection_mode="single-row",
        )
        for i in event.selection.rows:
            state.open_page("firm", firm=firms[i]["id"])
        return
    with st.container(height=min(320, 40 * len(firms) + 24), border=False, width=420):
        for i, firm in enumerate(firms):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                if st.button(firm["name"], key=f"{key}_all_{i}", type="tertiary"):
                    state.open_page("firm", firm=firm["id"])
                st.html(snippets.text(place(firm["place"]), "lt-muted"), width="content")


def role_marks(roles: Sequence[Mapping[str, Any]], lang: Lang) -> str:
    """链主, 头部企业, 核心节点企业: each kind once, all reasons on hover."""
    kinds: dict[str, list[str]] = {}
    for role in roles:
        kinds.setdefault(role["kind"], []).append(role["reason"] if lang == "zh" else role["reason_en"])
    return "".join(
        snippets.mark(ROLE[k][lang], "；".join(why) if lang == "zh" else "; ".join(why)) for k, why in kinds.items()
    )


def segment_name(row: Mapping[str, Any], lang: Lang, field: str = "name") -> str:
    """A name in the reader's language."""
    return str(row[field] if lang == "zh" else row[f"{field}_en"])


def state_word(name: str, lang: Lang) -> str:
    """A segment's state in words."""
    return STATE[name][lang]


def failed(error: LiantuError) -> None:
    """An error: what happened, what is safe, what to do next; the technical text folded."""
    lang = state.current().lang
    say = texts.speaker(lang)
    what, todo = explain(error, lang)
    st.error(f"{what}\n\n{say('error.safe')} {todo}")
    with st.expander(say("error.detail")):
        st.text(f"{type(error).__name__}: {error}")
