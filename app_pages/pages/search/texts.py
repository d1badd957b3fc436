"""Sentences of the page 检索."""

from __future__ import annotations

from app_pages.texts.merge import Texts

TEXTS: Texts = {
    "nav.search": ("检索", "Search"),
    "search.label": ("检索", "Search"),
    "search.placeholder": (
        "产品、企业、环节、机构、园区、政策，中文、拼音首字母或英文",
        "A product, firm, segment, institution, park or policy; Chinese, pinyin initials or English",
    ),
    "search.start": (
        (
            "输入名称、拼音首字母（如 tlln）、产品，或用一句话描述，回车即找。"
            "先列名称相符的环节、企业、机构、园区和政策，再列写明相关产品的企业。"
        ),
        (
            "Type a name, the first letters of its pinyin (tlln), a product, or a sentence. What is called so comes "
            "first: segments, firms, institutions, parks, policies; then the firms that state such products."
        ),
    ),
    "search.last": ("最近检索", "Asked last"),
    "search.examples": ("可以这样问", "For instance"),
    "search.first": ("{region}先做的环节：谁在做", "What {region} should see to first: who makes it"),
    "search.kind_segments": ("环节 {n} 个", "{n:segment}"),
    "search.kind_firms": ("企业 {n} 家", "{n:firm}"),
    "search.kind_institutions": ("科研机构和协会 {n} 家", "{n:institution}"),
    "search.kind_parks": ("园区 {n} 个", "{n:park}"),
    "search.kind_policies": ("政策 {n} 条", "{n} {n:policy/policies}"),
    "search.kind_red_lines": ("招商红线 {n} 条", "{n:red line}"),
    "search.level_forbidden": ("不招", "Not to be recruited"),
    "search.level_warned": ("慎招", "To be recruited with care"),
    "search.more": ("另外 {n} 条", "{n} more"),
    "search.by_product": ("{segment}（{product}）", "{segment} ({product})"),
    "search.only_names": (
        "以上按名称找到；未按产品列出企业，因为这句话不像产品或行业名称。",
        "Found by name. No firms are listed by product, since the words name no product or trade that we know.",
    ),
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
