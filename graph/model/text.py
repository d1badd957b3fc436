"""How values are written: numbers rounded, amounts as people say them, firms and files by name; and how days are
read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, TypedDict, TypeVar

from graph.errors import InvalidArgument
from graph.model.records import Firm
from graph.model.regions import Regions

DIGITS = 9
PLAIN = frozenset({str, int, bool, type(None)})  # what a document holds that is never rounded
Json = TypeVar("Json")
# What Windows refuses in a name; other systems refuse less. Blanks go too: a name is typed on command lines.
_UNSEEN = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_REFUSED = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\s\ud800-\udfff]+')
_DEVICES = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])", re.IGNORECASE)
LONGEST_FILE_NAME = 100  # characters; Windows refuses paths of more than 260, and folders come before the name


class FirmRef(TypedDict):
    """A firm as documents name it; `region` is the name of its seat."""

    id: str
    name: str
    short: str
    region: str


class Verified(TypedDict):
    """What of a firm a second, outside source confirms: who and where it is, what it makes."""

    verified_identity: bool
    verified_products: bool


class RecordedFirm(FirmRef, Verified):
    """A `FirmRef`, and what of the firm is verified."""


def firm_ref(firm: Firm, regions: Regions) -> FirmRef:
    """The firm as documents name it."""
    return {"id": firm.id, "name": firm.name, "short": short_name(firm), "region": regions.name(firm.region)}


def recorded_firm(firm: Firm, regions: Regions) -> RecordedFirm:
    """The firm as documents name it, and what of it is verified."""
    return {
        **firm_ref(firm, regions),
        "verified_identity": firm.verified_identity,
        "verified_products": firm.verified_products,
    }


def rounded(value: Json) -> Json:
    """A JSON document with every float at 9 digits, so that each store prints the same. Tuples become lists."""
    out: Json = _rounded(value)
    return out


def _rounded(value: Any) -> Any:
    kind = type(value)  # told apart without asking abstract classes about it, which takes longer than the rest
    if kind in PLAIN:
        return value
    if kind is float or isinstance(value, float):
        return round(value, DIGITS)
    if kind is dict or isinstance(value, Mapping):  # nearly all of a document is text: no call for each
        return {k: v if type(v) in PLAIN else _rounded(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [v if type(v) in PLAIN else _rounded(v) for v in value]
    return value


def three_digits(value: float) -> str:
    """An amount as people say it, three digits and no exponent: 391, 55.3, 0.98."""
    return f"{float(f'{value:.3g}'):.12g}"


def short_name(firm: Firm) -> str:
    """The name people use: the first alias, else the registered name."""
    return firm.aliases[0] if firm.aliases else firm.name


def file_stem(text: str, longest: int = LONGEST_FILE_NAME) -> str:
    """A text as the name of a file, without its ending: one that Windows takes too, 未命名 where nothing is left.

    What cannot be seen is left out, since it may turn the letters around (gpj.exe); refused characters become one `-`;
    dots and blanks at the ends go, since Windows drops them in silence; the names of devices (CON, NUL, COM1 …), which
    it refuses with any ending, get a `_` in front.
    Source: Microsoft, "Naming Files, Paths, and Namespaces".
    """
    name = _REFUSED.sub("-", _UNSEEN.sub("", text))[:longest].strip("-. ") or "未命名"
    return f"_{name}" if _DEVICES.fullmatch(name.split(".")[0].rstrip()) else name


def day_of(text: str) -> date:
    """A date as a person writes it, `2026-11-24`. Raises `InvalidArgument`."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise InvalidArgument(f"cannot read the date {text!r}; write it as 2026-11-24") from error
