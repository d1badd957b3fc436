"""Names of the lists of the page 目标企业, and sentences of the lists beside the targets."""

from __future__ import annotations

from app_pages.texts.merge import Texts

TEXTS: Texts = {
    "targets.listed": ("只看上市企业", "Listed firms only"),
    "targets.list": ("名单", "List"),
    "targets.list_outside": ("招引目标", "To invite"),
    "targets.list_expanding": ("增资扩股", "To expand"),
    "targets.list_capital": ("资本招商", "Through capital"),
    "targets.list_outflow": ("外流预警", "Outflow"),
    "targets.other_title": ("{region} · {chain}：{name} {n} 家", "{region} · {chain}: {name}, {n} firms"),
    "targets.other_expanding": (
        "总部在外地、已在本地设厂的企业，以及可能扩产的本地企业。",
        "Firms seated elsewhere with a plant here, and local firms likely to expand.",
    ),
    "targets.other_capital": (
        "在本链有多家企业的集团，以及年报披露的共同股东。",
        "Groups with several firms of this chain, and holders that reports name.",
    ),
    "targets.other_outflow": (
        "到外地布局的本地企业，宜先走访。",
        "Local firms that build elsewhere; visit them first.",
    ),
    "targets.other_none": ("数据不足：现有数据中没有这类企业。", "No data: the store holds no such firm."),
    "targets.other_chains": ("其他产业链有 {n} 家：", "In other chains: {n}"),
    "targets.other_todo": (
        "在“数据”页导入上市公司年报摘要或本地项目表后，再看本名单。",
        "Load extracts of annual reports or a table of projects on the Data page.",
    ),
    "targets.list_owned": ("对接分工", "Who courts whom"),
    "targets.list_needs": ("本地需求", "Local needs"),
}
