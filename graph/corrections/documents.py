"""Corrections as they are listed: with what became of each in the store as it is now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypedDict

from graph.corrections.apply import by_firm, firm_of, meant
from graph.corrections.made import day_of, said
from graph.corrections.merged import following
from graph.model.records import Correction, CorrectionKind, Role, Segment
from graph.model.retired import META, Retired
from graph.store.base.protocol import GraphStore

# counts: it is applied; undone: taken back; overruled: a later one says otherwise; firm_gone, segment_gone: waits.
CorrectionState = Literal["counts", "undone", "overruled", "firm_gone", "segment_gone"]


class CorrectionFirm(TypedDict):
    """The firm that a correction is about; `id` is '' where the store has none."""

    id: str
    name: str
    uscc: str


class CorrectionDocument(TypedDict):
    """A correction. segments: the ids in force that it is about, with their names; contradicts: the numbers of those
    that say otherwise; note, note_en: what is to be said of its state, '' where it simply counts."""

    id: str
    firm: CorrectionFirm
    kind: CorrectionKind
    said: str
    segment: str
    segments: list[tuple[str, str]]
    role: Role
    alias: str
    reason: str
    by: str
    at: str
    day: str
    state: CorrectionState
    contradicts: list[str]
    undone_by: str
    undone_at: str
    note: str
    note_en: str


def corrections(store: GraphStore, segments: Mapping[str, Segment]) -> list[CorrectionDocument]:
    """All corrections of a store, the newest first."""
    made = store.rows(Correction)
    keys = {k for c in made for k in c.keys}
    known = following(store, store.known_keys(sorted(keys)), made)
    firms = {f.id: f for f in store.firms(sorted({firm_of(c, known) for c in made}))} if made else {}
    retired = Retired.of_text(store.meta(META))
    against = contradictions(made, known, segments, retired)
    out: list[CorrectionDocument] = []
    for c in sorted(made, key=lambda c: (c.made_at, c.id), reverse=True):
        firm = firms.get(firm_of(c, known))
        here = [s for s in meant(c.segment_id, segments, retired) if s in segments] if c.segment_id else []
        others = against.get(c.id, [])
        state = _state(c, firm is not None, bool(here), others)
        note, note_en = _note(c, state, others, here, segments)
        out.append(
            {
                "id": c.id,
                "firm": {
                    "id": firm.id if firm else "",
                    "name": firm.name if firm else c.firm_name,
                    "uscc": firm.uscc if firm else next((k[2:] for k in c.keys if k.startswith("u:")), ""),
                },
                "kind": c.kind,
                "said": said(c),
                "segment": c.segment_id,
                "segments": [(s, segments[s].name) for s in here],
                "role": c.role,
                "alias": c.alias,
                "reason": c.reason,
                "by": c.author,
                "at": c.made_at,
                "day": day_of(c),
                "state": state,
                "contradicts": [o.id for o in others],
                "undone_by": c.undone_by,
                "undone_at": c.undone_at,
                "note": note,
                "note_en": note_en,
            }
        )
    return out


def contradictions(
    made: Iterable[Correction], known: Mapping[str, str], segments: Iterable[str], retired: Retired
) -> dict[str, list[Correction]]:
    """By number, the corrections that hold and say otherwise of the same firm and segment, in the order made."""
    out: dict[str, list[Correction]] = {}
    for mine in by_firm((c for c in made if c.holds), known).values():
        of: dict[str, list[Correction]] = {}
        for c in mine:
            for s in meant(c.segment_id, segments, retired) if c.segment_id else ():
                of.setdefault(s, []).append(c)
        for listed in of.values():
            for c in listed:
                for other in listed:
                    if _contradict(c, other) and other not in out.setdefault(c.id, []):
                        out[c.id].append(other)
    return {k: v for k, v in out.items() if v}


def _contradict(one: Correction, other: Correction) -> bool:
    if (one.kind == "not") != (other.kind == "not"):
        return True
    return bool(one.role and other.role and one.role != other.role)


def _state(c: Correction, firm: bool, here: bool, others: Sequence[Correction]) -> CorrectionState:
    if not c.holds:
        return "undone"
    if not firm:
        return "firm_gone"
    if c.segment_id and not here:
        return "segment_gone"
    return "overruled" if any((o.made_at, o.id) > (c.made_at, c.id) for o in others) else "counts"


def _note(
    c: Correction,
    state: CorrectionState,
    others: Sequence[Correction],
    here: Sequence[str],
    segments: Mapping[str, Segment],
) -> tuple[str, str]:
    if state == "undone":
        day = c.undone_at[:10]
        return f"已由{c.undone_by}于 {day} 撤销。", f"Taken back by {c.undone_by} on {day}."
    if state == "firm_gone":
        return (
            "图谱中没有这家企业，企业导入后起作用。",
            "The firm is not in the graph; it applies once the firm is loaded.",
        )
    if state == "segment_gone":
        return (
            f"环节 {c.segment_id} 已不在产业链中，暂不起作用。",
            f"The segment {c.segment_id} is gone from the chains; it does not apply.",
        )
    if others:
        who = "、".join(f"{o.author}（{o.id}）" for o in others)
        which = (
            ("以后者为准，本条不起作用", "the later one counts, not this")
            if state == "overruled"
            else ("以本条为准", "this one counts")
        )
        return f"与{who}的更正相反，{which[0]}。", f"Contradicts {who}; {which[1]}."
    if here and c.segment_id not in here:
        names = "、".join(segments[s].name for s in here)
        return f"原环节已停用，按“{names}”处理。", f"The segment has ended; applied to {', '.join(here)}."
    return "", ""
