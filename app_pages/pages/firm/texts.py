"""Sentences of the page 企业档案."""

from __future__ import annotations

from app_pages.texts.merge import Texts

TEXTS: Texts = {
    "firm.roles": ("在{region}的地位", "Part in {region}"),
    "firm.search": ("按企业名称、简称或代码查找", "Find a firm by name, short name or code"),
    "firm.placeholder": ("例如：心连心", "for instance: 心连心"),
    "firm.none": ("没有找到“{text}”。", "Nothing found for '{text}'."),
    "firm.none_todo": (
        "换一个简称，或在“数据”页上传含该企业的表。",
        "Try a shorter name, or upload a table with it on the Data page.",
    ),
    "firm.start": (
        "输入名称查找企业；在其他页面点企业名称也会打开这里。",
        "Type a name; firm names on other pages lead here too.",
    ),
    "firm.gone": ("这家企业已不在库中。", "This firm is no longer in the store."),
    "firm.facts": ("基本情况", "Facts"),
    "firm.segments": ("从事的环节（{n} 个）", "Segments ({n})"),
    "firm.no_segments": (
        "尚未归入任何环节：产品和经营范围中没有可识别的词。",
        "In no segment yet: no known term in its products or scope.",
    ),
    "firm.confidence": ("把握 {share}", "{share} sure"),
    "firm.evidence": ("依据：{text}", "Evidence: {text}"),
    "firm.open": ("在图谱中查看", "Show on the map"),
    "firm.source": ("来源与核实", "Source"),
    "firm.scope": ("经营范围", "Business scope"),
    "firm.uscc": ("统一社会信用代码", "Credit code"),
    "firm.stock": ("股票代码", "Stock code"),
    "firm.aliases": ("简称", "Short names"),
    "firm.place": ("所在地", "Seat"),
    "firm.address": ("地址", "Address"),
    "firm.unit": ("责任主体", "Responsible unit"),
    "firm.products": ("主要产品", "Products"),
    "firm.founded": ("成立日期", "Founded"),
    "firm.capital": ("注册资本", "Registered capital"),
    "firm.capital_value": ("{n} 万元", "{n} × 10,000 yuan"),
    "firm.employees": ("从业人数", "Employees"),
    "firm.employees_value": ("{n} 人", "{n}"),
    "firm.revenue": ("年营业收入", "Revenue"),
    "firm.parent": ("所属集团", "Group"),
    "firm.sites": ("外地生产基地", "Plants elsewhere"),
    "firm.origins": ("所在数据表", "Tables it stands in"),
    "firm.as_of": ("数据日期", "As of"),
    "firm.identity": ("名称和地址", "Name and seat"),
    "firm.made": ("产品核实", "Products"),
    "firm.yes": ("已由第二来源核对", "a second source agrees"),
    "match.product": ("产品", "product"),
    "match.name": ("名称", "name"),
    "match.scope": ("经营范围", "scope"),
    "match.code": ("行业代码", "industry code"),
    "match.dense": ("语义相近", "near in meaning"),
    "match.learned": ("与同类企业相似", "like firms known to be in it"),
    "nav.firm": ("企业档案", "Firms"),
}
