"""What stands around every page: the bar with chain and region, errors, names in the language of the reader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from app_pages import state
from app_pages.draw import snippets
from app_pages.errors import explain
from app_pages.read import base, office, regions
from app_pages.read.shapes import Named, OfChain
from app_pages.texts import language as texts
from app_pages.texts.plain import plain
from graph.errors import LiantuError, StoreError, StoreFault, StoreUnavailable
from graph.gaps.documents.labels import ROLE
from graph.gaps.documents.plan_shapes import RoleDocument, RoleKind
from graph.model import place_names
from graph.model.records import COUNTED_STATUSES, Role, Status
from graph.model.words import ROLE as FIRM_ROLE
from graph.model.words import STATE, STATUS, Lang
from outreach.papers import target_list
from workspace import Workspace

_LANGUAGES: dict[Lang, str] = {"zh": "中文", "en": "English"}


def language() -> None:
    """The language switch of the sidebar."""
    st.session_state["frame_lang"] = state.current().lang

    def take() -> None:
        state.change(lang=st.session_state["frame_lang"])

    st.sidebar.segmented_control(
        "语言 Language",
        list(_LANGUAGES),
        format_func=lambda v: plain(_LANGUAGES[v]),
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
        space = base.space()
        chains = [c.id for c in space.network.chains]
    except StoreUnavailable as error:
        away(str(error))
        return False
    except StoreFault as error:
        if error.kind in ("absent", "empty"):
            _no_store(error, say)
        else:  # whoever has data must not be told to build
            interrupted(error)
        return False
    except LiantuError as error:
        _no_store(error, say)
        return False
    if not chains and base.being_built():
        _rebuilt()
        return False
    if not chains:
        st.header(say("store.empty"))
        st.html(snippets.text(say("store.todo")))
        return False
    return _chosen(space, chains, say)


def _no_store(error: LiantuError, say: texts.Speaker) -> None:
    """There is nothing to show yet, and how to make it; or it is being made."""
    if base.being_built():
        _rebuilt()
        return
    st.header(say("store.none"))
    st.html(snippets.text(say("store.todo")))
    st.code("liantu build", language=None, wrap_lines=True)
    with st.expander(say("error.detail")):
        st.text(str(error))


def _chosen(space: Workspace, chains: list[str], say: texts.Speaker) -> bool:
    """Make the selection one that exists."""
    chosen = state.current()
    if chosen.region != space.regions.canonical(chosen.region) or not chosen.region:
        state.change(region=space.regions.canonical(chosen.region) or state.DEFAULT_REGION)
        st.toast(say("frame.unknown_region"))
    if chosen.segment and chosen.segment not in space.network.segments:
        heir = space.network.heir(chosen.segment)
        state.change(segment=heir)
        named = say("frame.ended_segment", name=segment_title(heir, chosen.lang))
        st.toast(plain(named) if heir else say("frame.unknown_segment"))
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
        base.version()
    except LiantuError:
        return
    st.rerun()


@st.fragment(run_every=5)
def _rebuilt() -> None:
    """While another program builds the store; the page opens by itself when that is done."""
    say = texts.speaker(state.current().lang)
    st.header(say("store.building"), anchor=False)
    st.html(snippets.text(say("store.building_todo")))
    again = st.button(say("store.retry"), key="store_retry")
    if again or not base.being_built():
        st.rerun(scope="app")


def interrupted(error: StoreError) -> None:
    """The store cannot be read now, or went away while the page was drawn: what to do, and two ways back."""
    say = texts.speaker(state.current().lang)
    if base.being_built():
        _rebuilt()
        return
    failed(error)
    with st.container(horizontal=True):
        if st.button(say("store.retry"), key="store_retry"):
            st.rerun()
        if st.button(say("store.first_page"), key="store_first_page"):
            state.open_page("overview")


def bar(chain: bool = True) -> state.Selection:
    """Chain and region, kept across pages. Returns the selection."""
    chosen = state.current()
    say = texts.speaker(chosen.lang)
    titles = chain_titles(chosen.lang)
    names = {c: titles[c] for c in office.followed_first()}
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
        regions.choices(chosen.region),
        format_func=regions.labels(chosen.lang).__getitem__,
        key="frame_region",
        on_change=lambda: state.change(region=st.session_state["frame_region"]),
        label_visibility="collapsed",
    )
    return state.current()


def place(text: str) -> str:
    """A place, as a document has it in Chinese, in the language of the screen."""
    return place_names.place(text, state.current().lang)


def role_marks(roles: Sequence[RoleDocument], lang: Lang) -> str:
    """链主, 头部企业, 核心节点企业: each kind once, all reasons on hover."""
    kinds: dict[RoleKind, list[str]] = {}
    for role in roles:
        kinds.setdefault(role["kind"], []).append(role["reason"] if lang == "zh" else role["reason_en"])
    return "".join(snippets.mark(ROLE[k][lang], texts.clauses(why, lang)) for k, why in kinds.items())


def role_word(role: Role, lang: Lang) -> str:
    """What a firm is in a segment, in words."""
    return FIRM_ROLE[role][lang]


def status_word(status: Status, day: str, lang: Lang) -> str:
    """Whether a firm still works, with the day from which on it is so, where that is told."""
    word = STATUS[status][lang]
    return f"{word} {day}" if day else word


def standing(role: Role, status: Status, day: str, lang: Lang) -> str:
    """A firm's role, and its status where it is closed, as marks."""
    out = snippets.plain_chip(role_word(role, lang))
    return out if status in COUNTED_STATUSES else out + snippets.plain_chip(status_word(status, day, lang))


def segment_name(row: Named, lang: Lang) -> str:
    """A name in the reader's language."""
    return row["name"] if lang == "zh" else row["name_en"]


def chain_name(row: OfChain, lang: Lang) -> str:
    """The name of a row's chain in the reader's language."""
    return row["chain_name"] if lang == "zh" else row["chain_name_en"]


def segment_title(segment: str, lang: Lang) -> str:
    """The name of a segment given by its id, 待核 where the store has no such segment."""
    row = base.space().network.segments.get(segment)
    if row is None:
        return texts.speaker(lang)("unknown")
    return row.name if lang == "zh" else row.name_en


def segment_titles(segments: Iterable[str], lang: Lang) -> dict[str, str]:
    """The names of segments by id, for a box with hundreds of them: each title asked for alone asks the store for its
    version."""
    known, unknown = base.space().network.segments, texts.speaker(lang)("unknown")
    found = {s: known.get(s) for s in segments}
    return {s: unknown if row is None else row.name if lang == "zh" else row.name_en for s, row in found.items()}


def chain_titles(lang: Lang) -> dict[str, str]:
    """The names of all chains by id."""
    return {c.id: c.name if lang == "zh" else c.name_en for c in base.space().network.chains}


def team_name(now: state.Selection) -> str:
    """The team that the user works for: as typed, else the team of the chain."""
    chains = {c.id: c.name for c in base.space().network.chains}
    return str(st.session_state.get("visits_team") or "") or f"{chains.get(now.chain, '')}专班"


def state_word(name: str, lang: Lang) -> str:
    """A segment's state in words."""
    return STATE[name][lang]


def failed(error: LiantuError) -> None:
    """An error: what happened, what is safe, what to do next; the technical text folded."""
    lang = state.current().lang
    say = texts.speaker(lang)
    what, todo = explain(error, lang)
    st.error(f"{plain(what)}\n\n{say('error.safe')} {plain(todo)}")
    with st.expander(say("error.detail")):
        st.text(f"{type(error).__name__}: {error}")


def source_title(origin: str, lang: Lang) -> str:
    """A source as people call it: the shipped table of a chain, or the name of the file."""
    return target_list.source_title(origin, base.space().network, lang)
