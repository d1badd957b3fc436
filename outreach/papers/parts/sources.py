"""The source of a fact in the words of a Chinese paper, into which the English of `source` is never copied."""

from __future__ import annotations

import re

from graph.model.words import UNKNOWN, Lang

# Phrases by which `source` says where a fact comes from, for readers who do not read English.
_SOURCES = {
    "own knowledge": "编者行业知识",
    "own knowledge (estimate)": "编者行业知识（估计）",
    "own knowledge (unit inferred)": "编者行业知识（责任主体为推断）",
    "own knowledge (coordinates approximate)": "编者行业知识（坐标为约数）",
    "estimate": "估计",
    "parks": "园区表",
    "data/parks.csv": "园区表",
}
# And the few that are no English, or say nothing to whoever did not build the tables.
_ENGLISH_FOR = {
    "产业链目录": "chain catalogue",
    "机构名录": "directory of institutions",
    "待核": UNKNOWN["en"],
    "shipped": "public reports, see the data table",
    "data/parks.csv": "table of parks",
    **dict.fromkeys(
        (f"report_{t}" for t in ("relations", "products", "materials", "capacity", "technology")),
        "annual reports of listed firms",
    ),
}
_UPLOADED = re.compile(r"^[^\s/\\]+\.(?:csv|xlsx?)(?:\.gz)?$", re.IGNORECASE)
_LOOKED_UP = re.compile(r"^((?:full name|name|code|city|place|and|,| )+) (?:looked up|seen) (?:in|on) (.+)$")
_FACTS = (("name", "名称"), ("code", "代码"), ("city", "城市"), ("place", "所在地"))
_TABLES = {
    "listed_firms": "上市公司名录",
    "xinxiang_registrations": "新乡工商登记",
    "national_registrations": "全国工商登记",
    "registrations": "工商登记",
    "report_relations": "上市公司年报",
    "report_products": "上市公司年报",
    "report_materials": "上市公司年报",
    "report_capacity": "上市公司年报",
    "report_technology": "上市公司年报",
    "national_zones": "国家级开发区名录",
    "research_organisations": "科研机构名录",
    "regions.csv.gz": "行政区划表",
}
_ITEM = re.compile(r"\s*\bitem ([一二三四五六七八九十]+)\s*(?:\(name\))?")
_ADDRESS = re.compile(r"(?:https?://)?((?:[\w-]+\.)+(?:com|cn|org|net|gov|edu)(?:\.cn)?)(?:/[\w./%?=&,#+-]*)?")
_ENGLISH = re.compile(r"[A-Za-z]{2,}(?:[ -][A-Za-z]{2,})*")
_DATE = re.compile(r"\b20\d\d(?:-\d\d){0,2}\b")


def source_words(source: str, lang: Lang) -> str:
    """Where a fact comes from, in the reader's language; what is not a standing phrase is said by what names it."""
    text = source.strip()
    if not text:
        return UNKNOWN[lang]
    if lang == "en":
        return _ENGLISH_FOR.get(text, text)
    return "；".join(dict.fromkeys(_part(p.strip()) for p in re.split(r"[;；]", text) if p.strip()))


def _part(part: str) -> str:
    if part in _SOURCES:
        return _SOURCES[part]
    if _UPLOADED.match(part) and not any(t in part for t in _TABLES):
        return f"导入的表格 {part}"
    looked_up = _LOOKED_UP.match(part)
    if looked_up:
        facts = "、".join(zh for en, zh in _FACTS if en in looked_up[1])
        return f"{facts}查自{_TABLES.get(looked_up[2]) or _named(looked_up[2])}"
    return _named(_ITEM.sub(r"第\1条", part).replace("(unit inferred)", "（责任主体为推断）"))


def _named(text: str) -> str:
    """A source as it stands where it is Chinese; an English one by the table, the site or the date it names."""
    bare = _ADDRESS.sub("", text)
    if not _ENGLISH.search(bare):
        return _ADDRESS.sub(lambda m: m[1], text)
    table = next((zh for en, zh in _TABLES.items() if en in text), "")
    site = _ADDRESS.search(text)
    date = _DATE.search(bare)
    if table:
        return table
    if site:
        return f"网页{site[1]}" + (f"（{date[0]}）" if date else "")
    return "公开报道" + (f"（{date[0]}）" if date else "") + "，原文见数据表"
