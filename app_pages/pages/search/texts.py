"""Sentences of the page 检索."""

from __future__ import annotations

from app_pages.texts.merge import Texts

TEXTS: Texts = {
    "nav.search": ("检索", "Search"),
    "search.label": ("检索", "Search"),
    "search.placeholder": (
        "产品、材料、行业，或用一句话描述：给电池厂做涂覆隔膜的",
        "A product, a material, a trade, or a sentence about what such firms make",
    ),
    "search.start": (
        "输入产品、材料、行业或企业名称，回车即找。结果按相近程度排列，并列出企业自己写明的产品。",
        (
            "Type a product, a material, a trade or a firm's name. Results are ordered by nearness, with the "
            "products that the firms state themselves."
        ),
    ),
    "search.last": ("最近检索", "Asked last"),
    "search.examples": ("可以这样问", "For instance"),
    "search.first": ("{region}先做的环节：谁在做", "What {region} should see to first: who makes it"),
    "search.named": ("企业名称相符：", "Firms of this name:"),
    "search.alike": ("与{name}相近的企业", "Firms like {name}"),
    "search.title": (
        "“{text}”：写明相关产品的企业 {n} 家，其中{region} {local} 家",
        "“{text}”: {n:firm} {n:states/state} such products, {local} of them in {region}",
    ),
    "search.meant": ("按这些行业理解：{names}", "Understood as: {names}"),
    "search.none_stated": ("没有企业写明这类产品。", "No firm states such a product."),
    "search.unstated": (
        "另有 {n} 家经营描述相近，产品未写明，待核",
        "{n} more {n:resembles/resemble} it without stating such a product; to be checked",
    ),
    "search.unclear": ("没有看懂“{text}”说的是什么产品或行业", "“{text}” names no product or trade that we know"),
    "search.unclear_todo": (
        "请换成中文的产品或行业名称再试，例如“锂电池隔膜”。不列出企业，以免误导。",
        "Try the Chinese name of a product or trade. No firms are listed, so that nothing misleads.",
    ),
    "search.where": ("范围", "Where"),
    "search.where_all": ("全部", "All"),
    "search.where_local": ("本地", "Local"),
    "search.where_outside": ("外地", "Elsewhere"),
}
