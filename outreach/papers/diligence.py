"""尽调表: what must be known before signing; a field without data says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.model.regions import Regions
from outreach.papers.parts.context import PaperContext
from outreach.papers.parts.notes import CHECKED, UNCHECKED
from outreach.papers.parts.render import render
from outreach.papers.parts.sources import source_words
from outreach.papers.target_workbook import revenue_words

NO_DATA = "未接入数据"
# What no source of ours holds yet: asked for by name, and where an official would look.
OUTSIDE = (
    ("登记状态", "国家企业信用信息公示系统"),
    ("实缴资本", "国家企业信用信息公示系统、年报"),
    ("实际控制人", "国家企业信用信息公示系统、上市公司公告"),
    ("司法诉讼与被执行", "中国裁判文书网、中国执行信息公开网"),
    ("失信与行政处罚", "信用中国"),
    ("环保处罚", "生态环境部门公示"),
    ("纳税信用", "税务部门"),
)


def due_diligence(target: Mapping[str, Any], context: PaperContext) -> bytes:
    """The due-diligence sheet of a firm as .docx."""
    fields = {
        "title": f"尽职调查表：{target['name']}",
        "office": context.office_name,
        "date": context.day(),
        "rows": due_diligence_rows(target, context),
        "remark": "签约前逐项核实；“未接入数据”不等于没有问题。",
    }
    return render("due_diligence", fields, context.templates)


def due_diligence_rows(target: Mapping[str, Any], context: PaperContext) -> list[dict[str, str]]:
    """One row a field: field, value, source, state; nothing is empty."""
    firm = context.store.firm(str(target.get("ref") or "")) if target.get("ref") else None
    facts = dict(target.get("facts") or {})
    source = source_words(firm.source if firm else str(target.get("source") or ""), "zh")
    state = CHECKED if (firm.verified if firm else target.get("verified")) else UNCHECKED

    def known(field: str, value: Any) -> dict[str, str]:
        text = str(value) if value not in (None, "", 0, 0.0) else ""
        return {
            "field": field,
            "value": text or NO_DATA,
            "source": source if text else "—",
            "state": state if text else UNCHECKED,
        }

    out = [
        known("企业名称", target["name"]),
        known("统一社会信用代码", firm.uscc if firm else facts.get("uscc")),
        known("注册地", _place(context.regions, firm.region if firm else str(target.get("region") or ""))),
        known("成立日期", firm.founded if firm else ""),
        known("注册资本（万元）", f"{firm.capital_wan:g}" if firm and firm.capital_wan else ""),
        known("营业收入", revenue_words(facts, "zh") if facts.get("revenue_yi") else ""),
        known("所属集团", firm.parent if firm else facts.get("parent")),
        known("股票代码", firm.stock_code if firm else facts.get("stock_code")),
        known("外地生产基地", "、".join(context.regions.full_name(s) for s in (firm.sites if firm else ()))),
    ]
    projects = _projects(context, firm.id) if firm else []
    out.append(known("异地在建和已签约项目", "；".join(projects)))
    out += [{"field": f, "value": NO_DATA, "source": f"可查：{where}", "state": UNCHECKED} for f, where in OUTSIDE]
    return out


def _projects(context: PaperContext, firm_id: str) -> list[str]:
    """Projects the graph knows of this firm: name, place, status, money."""
    out = []
    for p in context.store.rows("project"):
        if p.firm_id == firm_id:
            money = f"，{p.investment_yi:g}亿元" if p.investment_yi else ""
            place = context.regions.full_name(p.region) if p.region else "地点待核"
            out.append(f"{p.name}（{place}{money}，{p.status or '进度待核'}）")
    return out[:8]


def _place(regions: Regions, code: str) -> str:
    return regions.full_name(code) if code else ""
