"""A correction as it is made: checked, with a number of its own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from graph.errors import InvalidArgument
from graph.model.records import ROLES, Correction, CorrectionKind, Firm, Role
from graph.model.words import CORRECTION, ROLE


@dataclass(frozen=True)
class Draft:
    """What a person says of one firm. segment: full id, of `not`, `does` and `role`; role, alias: see `Correction`."""

    kind: CorrectionKind
    segment: str = ""
    role: Role = ""
    alias: str = ""


def made(firm: Firm, draft: Draft, reason: str, author: str, at: datetime, names: Sequence[str] = ()) -> Correction:
    """The correction. names: keys of its name and place, for where it has no code.

    Raises `InvalidArgument` without a reason, an author, or what the kind needs.
    """
    checked(draft, firm.name)
    if not reason.strip():
        raise InvalidArgument("更正须写明理由 / say why with --reason")
    if not author.strip():
        raise InvalidArgument("更正须写明提出人 / say who says so with --by")
    row = Correction(
        id="",
        keys=keys_of(firm, names),
        firm_name=firm.name,
        kind=draft.kind,
        segment_id=draft.segment,
        role=draft.role,
        alias=draft.alias.strip(),
        reason=reason.strip(),
        author=author.strip(),
        made_at=at.astimezone(UTC).isoformat(timespec="seconds"),
    )
    return replace(row, id=number_of(row))


def keys_of(firm: Firm, names: Sequence[str] = ()) -> tuple[str, ...]:
    """What a firm is known by, the surest first: codes, name and place, and last its id in this store."""
    codes = [f"u:{firm.uscc}"] * bool(firm.uscc) + [f"s:{firm.stock_code}"] * bool(firm.stock_code)
    return tuple(dict.fromkeys((*codes, *names, firm.id)))


def checked(draft: Draft, name: str) -> None:
    """Raises `InvalidArgument` where a draft lacks what its kind needs, or names a role that is none."""
    if draft.role and draft.role not in ROLES:
        raise InvalidArgument(f"没有“{draft.role}”这种角色；可用：{'、'.join(ROLES)} / no such role, use one of these")
    if draft.kind in ("not", "does", "role") and not draft.segment:
        raise InvalidArgument("请写明环节 / name the segment")
    if draft.kind == "role" and not draft.role:
        raise InvalidArgument("请写明角色 / name the role")
    if draft.kind == "alias" and draft.alias.strip() in ("", name):
        raise InvalidArgument("请写明另一个名称 / give another name than the firm's own")


def number_of(c: Correction) -> str:
    """The correction's number: by what it says, who says so and when, so that the same one is never two."""
    content = [c.keys[0], c.kind, c.segment_id, c.role, c.alias, c.author, c.made_at]
    return "c" + hashlib.blake2b(json.dumps(content).encode(), digest_size=4).hexdigest()


def same(one: Correction, other: Correction) -> bool:
    """Do both say the same, in the words of the same person?"""
    parts = ("kind", "segment_id", "role", "alias", "author")
    return one.keys[0] == other.keys[0] and all(getattr(one, p) == getattr(other, p) for p in parts)


def day_of(c: Correction) -> str:
    """The day, by the clock on the wall, on which it was made; '' where that is not told."""
    try:
        return datetime.fromisoformat(c.made_at).astimezone().date().isoformat()
    except ValueError:
        return c.made_at[:10]


def said(c: Correction) -> str:
    """What it says, in office Chinese, without the segment: 不从事, 是经销商, 另有名称“甲”."""
    if c.kind == "role":
        return f"是{ROLE[c.role]['zh']}"
    if c.kind == "alias":
        return f"{CORRECTION['alias']['zh']}“{c.alias}”"
    return CORRECTION[c.kind]["zh"]
