"""Sentences of 跨链与骨干企业."""

from __future__ import annotations

from app_pages.texts.merge import Texts

TEXTS: Texts = {
    "across.title": (
        "能同时补两条以上产业链的：环节 {segments} 个，企业 {firms} 家",
        "What serves two or more chains: {segments} segments, {firms} firms",
    ),
    "across.segments": ("环节", "Segments"),
    "across.firms": ("外地企业", "Firms elsewhere"),
    "across.roles": ("骨干企业：{chain}", "Firms that matter: {chain}"),
    "across.waits": ("本地下游：{names}；企业 {n} 家", "Local buyers: {names}; {n} firms"),
    "across.closes": ("可补缺口：{names}", "Could close: {names}"),
    "across.leader": (
        "本地占本链实力一成以上、牵动两个以上环节的大企业",
        "large local firms with a tenth of the chain here, tied to two segments or more",
    ),
    "across.head": (
        "所在环节全国前三、主要靠外购，落户可带来配套",
        "first three of the country in a segment that buys much; suppliers follow",
    ),
    "across.core": (
        "占本地该环节一半以上、外地少有同类、多家本地企业靠它",
        "half of a segment here, few like it elsewhere, many local firms depend on it",
    ),
}
