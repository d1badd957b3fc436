"""Is a firm alive? The many words for it → the six of `graph.model.records.roles`."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from graph.model.headings.traditional import simplified
from graph.model.records.roles import Status
from ingest.read.values.longest import is_too_long

_NOT = re.compile(
    r"[(（,，、;；\s]*(?:尚)?(?:未|非|没有)(?:被|办理)?(?:注销|吊销|注吊销)[)）]?"
    r"|(?:拟|申请|简易|正在|预)(?:办理)?注销(?:公告|公示|登记)?(?:中|期)?|注销(?:公告|公示|备案)?中|已?迁入|迁址(?:入|至本)"
)
# A firm of which nobody at the office knows where it is, or that does nothing: it is not counted on.
_LOST = re.compile(r"非正常户?|失联|空壳|僵尸|休止活动|查无下落")
# In this order: a licence that was revoked, the firm then dissolved, is dissolved.
_DISSOLVED = r"注销|解散|已关闭|^关闭$|当年关闭|当年破产|破产(?!重整|清算)|倒闭|终止|dissolved|cancelled|deregistered"
_REVOKED = r"吊销|撤销|责令关闭|除名|吊照|取缔|revoked"
_MOVED = r"迁出|已迁|迁往|迁离|迁移|外迁|搬离|搬迁|转出|moved"
_SUSPENDED = r"停业|歇业|(?<!半)停产|停工|停止经营|暂停|休眠|休业|清算|关停|长期停|suspended|liquidation"
_ACTIVE = (
    r"存续|在业|开业|在营|正常|在册|迁入|营业|运营|经营中|生产|投产|在产|半停产|成立|确立|接管|预登记|转企业|转型|重整|异常|拟注销|注销中|仍注册|设立|有效|已登记|筹建"
    r"|active|normal|registered"
)
_UNKNOWN = r"未知|不详|其他|待核|不明|unknown|other"
_WORDS: tuple[tuple[Status, re.Pattern[str]], ...] = (
    ("dissolved", re.compile(_DISSOLVED, re.IGNORECASE)),
    ("revoked", re.compile(_REVOKED, re.IGNORECASE)),
    ("moved_out", re.compile(_MOVED, re.IGNORECASE)),
    ("suspended", re.compile(_SUSPENDED, re.IGNORECASE)),
    ("active", re.compile(_ACTIVE, re.IGNORECASE)),
    ("unknown", re.compile(_UNKNOWN, re.IGNORECASE)),
)
# Codes of the statistics bureau's forms (运营状态).
_CODES: dict[str, Status] = {
    "1": "active",
    "2": "suspended",
    "3": "active",
    "4": "dissolved",
    "5": "dissolved",
    "6": "dissolved",
    "7": "revoked",
    "9": "unknown",
}


@lru_cache(maxsize=5_000)
def read(text: str) -> Status | None:
    """The state that a cell tells; None where it is not understood."""
    if is_too_long(text):
        return None
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain in _CODES:
        return _CODES[plain]
    plain = simplified(plain)
    if _LOST.search(plain):
        return "suspended"
    rest = _NOT.sub("", plain)
    if plain and not rest.strip("()（）"):
        return "active"  # 未注销 and no more
    for status, words in _WORDS:
        if words.search(rest):
            return status
    return None


# What is a state in brackets behind a name, and no part of it.
IN_NAME = re.compile(
    r"[(（\[【<]\s*((?:已|被)?(?:注销|吊销|迁出|停业|歇业|清算中?|破产|撤销|停产|关停)[^)）\]】>]{0,8}|存续|在业|开业|在营|正常|未注销|未吊销)\s*[)）\]】>]"
)
