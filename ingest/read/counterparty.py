"""Counterparties as annual reports name them: which are firms at all, under which name, and what they are to the firm.

Reports hide names (客户A, 供应商一), add 及其子公司 or a short name in brackets, put several firms into one cell, list
their auditors among the suppliers and their parents among the subsidiaries.
"""

from __future__ import annotations

import re
import unicodedata

from ingest.read import report_cells
from ingest.read.normalise import name, name_key

# What the extracts call a tie → what we call it (`graph.model.records.RELATION_KINDS`).
KINDS = {
    "subsidiary": "subsidiary",
    "customer": "customer",
    "supplier": "supplier",
    "investor": "investor",
    "shareholder": "investor",
    "investee": "investee",
    "joint_venture": "joint_venture",
    "associate": "joint_venture",
    "competitor": "competitor",
    "partner": "partner",
    "counterparty": "partner",
    "parent": "parent",
    "group": "group",
    "other": "other",
    "子公司": "subsidiary",
    "客户": "customer",
    "供应商": "supplier",
    "股东": "investor",
    "母公司": "parent",
    "控股股东": "parent",
    "合营": "joint_venture",
    "联营": "joint_venture",
    "参股": "investee",
    "合作": "partner",
    "竞争对手": "competitor",
    "其他": "other",
}
_NUMERAL = r"[一二三四五六七八九十百\dA-Za-zⅠ-Ⅹ甲乙丙丁戊]"
_ANONYMOUS = re.compile(
    rf"^(?:.{{0,6}}(?:客户|供应商|单位|经销商|合作方|厂商|关联方|供方)[（(]?(?:第)?{_NUMERAL}{{1,2}}名?[)）]?(?:[（(].*[)）])?"
    rf"|第{_NUMERAL}{{1,2}}(?:(?:名|大)(?:客户|供应商)?|客户|供应商).{{0,8}}|{_NUMERAL}(?:客户|供应商|公司|单位|企业)|(?:公司|企业|集团){_NUMERAL}"
    r"|前.{1,2}(?:名|大).{0,8}|(?:其他|其它|主要|某|多家|各|境外|海外|国外|国内|部分|个人|自然人|关联|终端|下游|上游).{0,10}(?:客户|供应商|经销商|股东|企业|公司|竞争者|厂商|单位|人)"
    r"|.{0,6}(?:某|\*{1,}|×|XX+|xx+).{0,12}|客户|供应商|经销商|自然人|N/?A|不适用|无|合计|-+)$"
)
_MASKED = re.compile(r"[*＊×]{2}|[xX]{2,}(?=[\u4e00-\u9fff])")
_HIDDEN = re.compile(r"客户|供应商|关联方")
_SERVICE = re.compile(r"会计师事务所|律师事务所|资产评估|税务师事务所|信用评级")
_TAIL = re.compile(
    r"(?:(?:及其|和其|与其|及与其).{0,16}|(?:及|和|与)(?:下属|所属|附属|关联|子公司|成员|相关|各|受同一|同一).{0,12}|等(?:(?:国际|国内|多家|知名|企业|公司|客户|车企).{0,8})?)$"
)
_STATE = re.compile(r"国资委|国有资产监督管理|人民政府|财政[部厅局]")
_HEAD = re.compile(r"(?:集团|控股)(?:股份有限|有限责任|有限)?公司$")
_BANK = re.compile(r"(?:银行|证券|期货|信托)(?:集团)?股份有限公司$")
_LEGAL_END = re.compile(r"(?:有限公司|股份公司|有限责任公司|集团公司|总公司|分公司|厂)$")
_LEGAL = re.compile(r"公司|厂$|集团|合作社|研究院|研究所|大学|学院|中心$|银行|医院|合伙|委员会|政府|局$|协会")


def is_anonymous(text: str) -> bool:
    """Does the report hide who this is?"""
    if _MASKED.search(text):
        return True
    plain = _clean(text)
    return bool(_ANONYMOUS.match(plain)) or (bool(_HIDDEN.search(plain)) and not _LEGAL.search(plain))


def is_service(text: str) -> bool:
    """An auditor, a law firm, a rater: whoever works for every listed firm says nothing about a chain."""
    return bool(_SERVICE.search(text))


def names(text: str) -> list[str]:
    """The firms a cell names: split at 、 and ；, without 及其子公司 and without a short name in brackets."""
    plain = unicodedata.normalize("NFKC", text).strip()
    parts = report_cells.split(plain, "、;；")
    if len(parts) > 1 and not all(len(p) >= 2 for p in parts):
        parts = [plain]
    return list(dict.fromkeys(n for p in parts if (n := _clean(p))))


def _clean(text: str) -> str:
    """One firm's name without 及其子公司 and without a bracket that repeats it in short or in another language."""
    text = unicodedata.normalize("NFKC", text).strip()
    text = _TAIL.sub("", text) or text
    head, inner = _last_bracket(text)
    if inner and not re.fullmatch(r"(?:有限|普通|特殊普通)合伙|集团|中国|上海|北京", inner):
        # 君禾智控(宁波君禾智控泵业有限公司): the bracket holds the full name.
        if _LEGAL_END.search(inner) and not _LEGAL_END.search(head) and not head.isascii():
            text = inner
        elif len(head) >= 2:
            text = head
    return name(_TAIL.sub("", text) or text)


def _last_bracket(text: str) -> tuple[str, str]:
    """What stands before the bracket that ends the text, and what in it; (text, '') where none does."""
    depth = 0
    for i in range(len(text) - 1, -1, -1) if text.endswith(")") else ():
        depth += {")": 1, "(": -1}.get(text[i], 0)
        if depth == 0:
            return text[:i].strip(), text[i + 1 : -1].strip()
    return text, ""


def looks_like_firm(text: str) -> bool:
    """Does a cell that should hold a material hold a firm?"""
    return bool(_LEGAL_END.search(_clean(text)))


def kind_of(told: str, counterparty: str, firm_name: str, brand: str) -> tuple[str, str]:
    """(kind, detail): what the counterparty is to the firm. Among the subsidiaries, a state body is a parent, a group
    that bears the firm's own brand and nothing else is of the same group (which leads is not told), and a listed
    bank or broker is a holding of shares."""
    kind = KINDS.get(told.strip().lower(), "")
    if kind != "subsidiary":
        return kind, ""
    if _STATE.search(counterparty):
        return "parent", "told as subsidiary; a state body"
    if _BANK.search(counterparty):
        return "investee", "told as subsidiary; a bank or broker"
    head = _HEAD.search(counterparty)
    if head and "（" not in counterparty:
        core = counterparty[: head.start()]
        if re.search(r"香港|国际|海外|亚洲|欧洲|北美", core):  # a holding abroad is owned, not owning
            return kind, ""
        own = name_key(firm_name)
        shared = _common(core, brand) or (own.startswith(name_key(core)) and len(core) >= 4)
        if shared and len(core) <= 4:
            return "group", "told as subsidiary; its name is that of the group"
    return kind, ""


def _common(core: str, brand: str) -> bool:
    """Do the two begin alike, in at least two characters?"""
    return len(core) >= 2 and len(brand) >= 2 and core[:2] == brand[:2]
