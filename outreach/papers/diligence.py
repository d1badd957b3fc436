"""尽调表: the facts to be known before signing; a field without data says so."""

from __future__ import annotations

from typing import TypedDict

from graph.model.records import Project
from graph.model.regions import Regions
from outreach.papers.parts.context import PaperContext
from outreach.papers.parts.notes import CHECKED, UNCHECKED
from outreach.papers.parts.render import render
from outreach.papers.parts.sources import source_words
from outreach.papers.target_workbook import revenue_words
from outreach.targets.shapes import VisitTarget

NO_DATA = "未接入数据"
# Fields that none of our sources has, and where an official would look them up.
OUTSIDE = (
    ("登记状态", "国家企业信用信息公示系统"),
    ("实缴资本", "国家企业信用信息公示系统、年报"),
    ("实际控制人", "国家企业信用信息公示系统、上市公司公告"),
    ("司法诉讼与被执行", "中国裁判文书网、中国执行信息公开网"),
    ("失信与行政处罚", "信用中国"),
    ("环保处罚", "生态环境部门公示"),
    ("纳税信用", "税务部门"),
)


class DiligenceRow(TypedDict):
    """A row of the sheet: the field, its value, where that is from, whether it was checked. Nothing is empty."""

    field: str
    value: str
    source: str
    state: str


class DiligenceFields(TypedDict):
    """What the template of the due-diligence sheet names."""

    title: str
    office: str
    date: str
    rows: list[DiligenceRow]
    remark: str


def due_diligence(target: VisitTarget, context: PaperContext) -> bytes:
    """The due-diligence sheet of a firm as .docx."""
    fields: DiligenceFields = {
        "title": f"尽职调查表：{target['name']}",
        "office": context.office_name,
        "date": context.day(),
        "rows": due_diligence_rows(target, context),
        "remark": "签约前逐项核实；“未接入数据”不等于没有问题。",
    }
    return render("due_diligence", fields, context.templates)


def due_diligence_rows(target: VisitTarget, context: PaperContext) -> list[DiligenceRow]:
    """One row for each field of the sheet, first those that the graph has."""
    firm = context.store.firm(target["ref"]) if target["ref"] else None
    facts = target["facts"]
    source = source_words(firm.source if firm else target["source"], "zh")
    identity = firm.verified_identity if firm else target["verified_identity"]
    made = firm.verified_products if firm else target["verified_products"]
    products = firm.products if firm else facts.get("products", [])

    def known(field: str, text: str | None, checked: bool = False) -> DiligenceRow:
        return {
            "field": field,
            "value": text or NO_DATA,
            "source": source if text else "—",
            "state": CHECKED if text and checked else UNCHECKED,
        }

    out = [
        known("企业名称", target["name"], identity),
        known("统一社会信用代码", firm.uscc if firm else facts.get("uscc"), identity),
        known("注册地", _place(context.regions, firm.region if firm else target["region"]), identity),
        known("主要产品", "、".join(products), made),
        known("成立日期", firm.founded if firm else ""),
        known("注册资本（万元）", f"{firm.capital_wan:g}" if firm and firm.capital_wan else ""),
        known("营业收入", revenue_words(facts, "zh") if facts.get("revenue_yi") else ""),
        known("所属集团", firm.parent if firm else facts.get("parent")),
        known("股票代码", firm.stock_code if firm else facts.get("stock_code"), identity),
        known("外地生产基地", "、".join(context.regions.full_name(s) for s in (firm.sites if firm else ()))),
    ]
    projects = _projects(context, firm.id) if firm else []
    out.append(known("异地在建和已签约项目", "；".join(projects)))
    out += [{"field": f, "value": NO_DATA, "source": f"可查：{where}", "state": UNCHECKED} for f, where in OUTSIDE]
    return out


def _projects(context: PaperContext, firm_id: str) -> list[str]:
    """Projects the graph knows of this firm: name, place, status, money."""
    out = []
    for p in context.store.rows(Project):
        if p.firm_id == firm_id:
            money = f"，{p.investment_yi:g}亿元" if p.investment_yi else ""
            place = context.regions.full_name(p.region) if p.region else "地点待核"
            out.append(f"{p.name}（{place}{money}，{p.status or '进度待核'}）")
    return out[:8]


def _place(regions: Regions, code: str) -> str:
    return regions.full_name(code) if code else ""
