"""The firm that a branch belongs to, by the branch's name."""

from __future__ import annotations

import re

# A branch is registered under its firm's full name, with the place and the word for a branch behind it.
_HEAD = re.compile(
    r"^(.{2,}?(?:有限责任公司|股份公司|集团公司|有限公司|总公司|(?<!分)公司|合作社|合作联社|医院|银行))(?=.)"
)


def head_of(name: str) -> str:
    """The full name of the firm whose branch bears this name, '' where the name does not tell:
    甲医药有限公司第三门市部 → 甲医药有限公司."""
    found = _HEAD.match(name)
    return found.group(1) if found else ""
