"""拜访简报: who they are, why them, why us, what we can lawfully offer, what speaks against, what to ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph.model.records import Park, Segment
from graph.model.words import UNKNOWN
from outreach.papers.parts.context import PaperContext
from outreach.papers.parts.notes import Notes, firm_row, park_row
from outreach.papers.parts.paper import Section, running_paper
from outreach.papers.parts.policies import Policy, in_force
from outreach.papers.parts.words import BARRIER_QUESTION, ENVIRONMENT, KIND_TITLE, POWER, park_line, visit_words
from outreach.papers.target_workbook import revenue_words

OURS = {
    "buyer",
    "supplier",
    "presence",
    "nearness",
    "park",
    "supply_tie",
    "introduction",
}  # kinds of reason that speak of us
POLICIES = 4
TO_CHECK = UNKNOWN["zh"]


def brief(
    target: Mapping[str, Any], trip: Mapping[str, Any], visit: Mapping[str, Any] | None, context: PaperContext
) -> bytes:
    """The brief of one visit as .docx. Every statement of fact carries a note that names its evidence row."""
    notes = Notes()
    sections = brief_sections(target, visit, context, notes)
    return running_paper(
        "brief", f"{KIND_TITLE[str(target['kind'])]}拜访简报：{target['name']}", sections, notes, context
    )


def brief_sections(
    target: Mapping[str, Any], visit: Mapping[str, Any] | None, context: PaperContext, notes: Notes
) -> list[Section]:
    """The sections of a brief; facts are cited into `notes`."""
    segment = context.network.segments.get(str(target.get("segment") or ""))
    firm = target["kind"] == "firm"

    def said(ours: bool) -> list[str]:
        """The reasons that speak of us, or of them; the park has a section of its own."""
        chosen = [r for r in target.get("reasons") or () if (r["kind"] in OURS) is ours and r["kind"] != "park"]
        return [notes.state(r["text"], r["evidence"]) for r in chosen]

    # In the order in which they are read, so that the figures of the notes rise.
    return [
        ("拜访安排", [visit_words(visit)] if visit else []),
        ("基本情况", _who(target, context, notes)),
        ("在产业链中的位置", _position(target, segment, context, notes)),
        ("为什么是它", said(False)) if firm else ("能帮我们做什么", _help(segment, context, notes)),
        ("为什么是我们", said(True)),
        ("可以依法提供的支持", offers(target, segment, context, notes)),
        ("可落位的园区", park_lines(segment, context, notes) if firm else []),
        ("引荐人", _introducers(target, notes)),
        ("不利因素", [notes.state(c["text"], c["evidence"]) for c in target.get("counter") or ()]),
        ("建议当面了解", questions(target, segment)),
        ("待核事项", _open_points(target)),
    ]


def _who(target: Mapping[str, Any], context: PaperContext, notes: Notes) -> list[str]:
    facts = target.get("facts") or {}
    row = firm_row({**facts, "name": target["name"]}, "入库信息")
    if target["kind"] != "firm":
        row = {
            "institution": target.get("ref", ""),
            "name": target["name"],
            "what": "入库信息",
            "source": target.get("source") or "",
            "as_of": target.get("as_of") or "",
            "verified": bool(target.get("verified")),
        }
        place = context.regions.full_name(str(target["region"])) if target.get("region") else TO_CHECK
        office = str(target.get("office") or "") or TO_CHECK
        lines = [
            notes.state(f"{target['name']}，所在地：{place}。", [row]),
            notes.state(f"对接部门：{office}。", [row]),
        ]
        site = str(facts.get("website") or "")
        return [*lines, notes.state(f"网站：{site}。", [row])] if site else lines
    place = str(facts.get("place") or "") or (
        context.regions.full_name(str(target["region"])) if target.get("region") else TO_CHECK
    )
    products = "、".join(facts.get("products") or ()) or TO_CHECK
    sites = "、".join(s["name"] for s in facts.get("sites") or ())
    lines = [
        f"{target['name']}，总部：{place}。",
        f"主要产品：{products}。",
        f"年营业收入：{revenue_words(facts, 'zh')}。",
        f"股票代码：{facts['stock_code']}。" if facts.get("stock_code") else "",
        f"所属集团：{facts['parent']}。" if facts.get("parent") else "",
        f"外地生产基地：{sites}。" if sites else "",
        f"对接部门：{target['office']}。" if target.get("office") else "",
    ]
    return [notes.state(line, [row]) for line in lines if line]


def _position(target: Mapping[str, Any], segment: Segment | None, context: PaperContext, notes: Notes) -> list[str]:
    out = []
    if segment is not None:
        chain = next(c.name for c in context.network.chains if c.id == segment.chain)
        row = {
            "record": segment.id,
            "name": f"{chain}产业链图谱",
            "what": segment.name,
            "source": segment.source or "own knowledge",
            "as_of": "",
            "verified": False,
        }
        out.append(f"所处环节：{chain}·{segment.name}。{segment.description.rstrip('。')}{notes.cite([row])}。")
    if target.get("gap"):
        row = {
            "record": f"gap:{target.get('segment')}",
            "name": "缺口诊断",
            "what": f"{context.home_name}，{context.day()}",
            "source": "链图缺口诊断，由入库企业计算",
            "as_of": context.today.isoformat(),
            "verified": True,
        }
        out.append(notes.state(f"我市情况：{target['gap']}", [row]))
    path = [str(p["name"]) for p in target.get("path") or ()]
    if len(path) > 2:
        row = {
            "record": "path",
            "name": "产业链图谱",
            "what": "上下游关系",
            "source": "own knowledge",
            "as_of": "",
            "verified": False,
        }
        out.append(notes.state(f"与本地的联系：{' → '.join(path)}", [row]))
    return out


def _help(segment: Segment | None, context: PaperContext, notes: Notes) -> list[str]:
    """What an institute, an expert or an association can do for the segment: its technology routes."""
    if segment is None:
        return []
    row = {
        "record": segment.id,
        "name": "技术路线",
        "what": segment.name,
        "source": segment.source or "own knowledge",
        "as_of": "",
        "verified": False,
    }
    rising = [t.name for t in segment.techs if t.trend == "rising"] or [t.name for t in segment.techs]
    out = [notes.state(f"可就{segment.name}的{'、'.join(rising[:3])}对接技术与项目", [row])] if rising else []
    return [*out, f"可请其介绍{segment.name}领域有外迁、扩产意向的企业。"]


def offers(
    target: Mapping[str, Any], segment: Segment | None, context: PaperContext, notes: Notes, limit: int = POLICIES
) -> list[str]:
    """Published policies in force that the target may apply for like any other, with clause and validity."""
    chain = segment.chain if segment else ""
    found = in_force(context.policies, context.today, str(target["kind"]), chain, segment.id if segment else "")
    return [notes.state(_offer(p), [_policy_row(p)]) for p in found[:limit]]


def _offer(p: Policy) -> str:
    return f"{p.gives}。依据：《{p.name}》（{p.number}）{p.clause}，{p.term()}"


def _policy_row(p: Policy) -> dict[str, Any]:
    return {
        "record": f"policy:{p.id}",
        "name": p.issuer,
        "what": p.number,
        "source": p.source,
        "as_of": p.as_of,
        "verified": p.verified,
    }


def park_lines(segment: Segment | None, context: PaperContext, notes: Notes) -> list[str]:
    """Parks that lead with the segment or its chain (一园一业), each with what is known of its conditions."""
    if segment is None:
        return []
    fit: list[tuple[bool, int, str, Park]] = sorted(
        (
            (segment.id not in p.lead_segments, len(p.chains), p.id, p)
            for p in context.parks
            if segment.id in p.lead_segments or segment.chain in p.chains
        ),
        key=lambda f: f[:3],
    )
    out = []
    for *_, park in fit[:2]:
        out.append(notes.state(park_line(park), [park_row(park)]))
    siting = segment.siting
    needs = []
    if siting.get("land_mu"):
        needs.append(f"用地约{siting['land_mu'][0]:g}—{siting['land_mu'][1]:g}亩")
    if siting.get("power"):
        needs.append(f"用电{POWER.get(str(siting['power']), TO_CHECK)}")
    if siting.get("environment"):
        needs.append(f"环保要求{ENVIRONMENT.get(str(siting['environment']), TO_CHECK)}")
    if needs:
        row = {
            "record": f"siting:{segment.id}",
            "name": "落地条件",
            "what": segment.name,
            "source": segment.source or "own knowledge",
            "as_of": "",
            "verified": False,
        }
        out.append(notes.state(f"此类项目一般需要：{'，'.join(needs)}（估计）", [row]))
    return out


def _introducers(target: Mapping[str, Any], notes: Notes) -> list[str]:
    out = []
    for person in target.get("introducers") or ():
        row = {
            "record": f"introducer:{person.get('id', '')}",
            "name": person["name"],
            "what": person.get("relation", ""),
            "source": "专班客情记录",
            "as_of": person.get("as_of", ""),
            "verified": bool(person.get("consent")),
        }
        consent = "已同意引荐" if person.get("consent") else f"是否同意引荐{TO_CHECK}"
        out.append(notes.state(f"{person['name']}（{person.get('relation') or TO_CHECK}），{consent}", [row]))
    return out


def questions(target: Mapping[str, Any], segment: Segment | None) -> list[str]:
    """What to ask: their plans first, then what the segment's barriers and siting make one ask, then what is not known."""
    if target["kind"] != "firm":
        return [
            "近两年有哪些成果、项目或会员企业有转化、扩产、外迁意向？",
            "与我市企业合作，倾向哪种方式（联合研发、中试、成果转让、共建平台）？",
            "可否引荐相关企业和专家，对方通过哪个部门联系为宜？",
        ]
    out = [
        "未来两年有无新增产能、异地建厂或搬迁计划，选址最看重哪三项条件？",
        "主要客户和供应商分布在哪里，到我市的运输半径是否合算？",
    ]
    if segment is not None:
        out += [BARRIER_QUESTION.format(barrier="、".join(segment.barriers[:2]))] if segment.barriers else []
        if segment.siting.get("environment") in ("sensitive", "chemical_park"):
            out.append("项目的能耗、排放指标和安全、环评等级各是多少，是否须进入化工园区？")
    out.append("一期投资、用地、用电、用工规模的初步考虑，以及决策流程和时间表？")
    return out


def _open_points(target: Mapping[str, Any]) -> list[str]:
    lines = [str(u["text"]) for u in target.get("unknown") or ()]
    if not target.get("verified") and not (target.get("facts") or {}).get("verified"):
        lines.insert(0, "基本信息只有一个来源，待核。")
    return lines


def key_reasons(target: Mapping[str, Any], n: int = 2) -> Sequence[str]:
    """The first reasons as words, for a page that has no room for notes."""
    return [str(r["text"]).rstrip("。") for r in (target.get("reasons") or ())[:n]]
