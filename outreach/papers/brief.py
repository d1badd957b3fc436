"""拜访简报: who the target is, why them, why us, what we can lawfully offer, what speaks against, what to ask."""

from __future__ import annotations

from collections.abc import Sequence

from graph.gaps.priorities.group_words import red_line
from graph.model.records import Segment
from graph.model.words import UNKNOWN, resources
from outreach.casework.people import CONSENT
from outreach.papers.parts.context import PaperContext
from outreach.papers.parts.notes import NoteRow, Notes, firm_row, park_row, record_row
from outreach.papers.parts.paper import Section, running_paper
from outreach.papers.parts.policies import Policy, in_force
from outreach.papers.parts.words import BARRIER_QUESTION, ENVIRONMENT, KIND_TITLE, POWER, park_line, visit_words
from outreach.papers.target_workbook import revenue_words
from outreach.targets.shapes import VisitTarget
from outreach.trip.shapes import LineDocument
from recommend.explain.apart import UNSUITABLE, against
from recommend.explain.shapes import EvidenceRow, Reason
from recommend.explain.siting import siting_words

# Kinds of reason that speak of us.
OURS = {"buyer", "supplier", "presence", "nearness", "park", "supply_tie", "introduction"}
POLICIES = 4
TO_CHECK = UNKNOWN["zh"]
OWN_KNOWLEDGE = "own knowledge"  # the source of what the catalogue does not take from elsewhere


def brief(target: VisitTarget, visit: LineDocument | None, context: PaperContext) -> bytes:
    """The brief of one visit as .docx. Every statement of fact carries a note that names its evidence row."""
    notes = Notes()
    sections = brief_sections(target, visit, context, notes)
    return running_paper("brief", f"{KIND_TITLE[target['kind']]}拜访简报：{target['name']}", sections, notes, context)


def brief_sections(
    target: VisitTarget, visit: LineDocument | None, context: PaperContext, notes: Notes
) -> list[Section]:
    """The sections of a brief; facts are cited into `notes`."""
    segment = context.network.segments.get(target["segment"])
    firm = target["kind"] == "firm"
    # The park has a section of its own.
    of_us = [r for r in target["reasons"] if r["kind"] in OURS and r["kind"] != "park"]
    of_them = [r for r in target["reasons"] if r["kind"] not in OURS]
    # In the order in which they are read, so that the figures of the notes rise.
    return [
        ("拜访安排", [visit_words(visit)] if visit else []),
        ("基本情况", _who_firm(target, context, notes) if firm else _who_institution(target, context, notes)),
        ("在产业链中的位置", _position(target, segment, context, notes)),
        ("为什么是它", _stated(of_them, notes)) if firm else ("能帮我们做什么", _help(segment, context, notes)),
        ("为什么是我们", _stated(of_us, notes)),
        ("可以依法提供的支持", offers(target, segment, context, notes)),
        ("可落位的园区", park_lines(segment, context, notes) if firm else []),
        ("引荐人", _introducers(target, notes)),
        ("红线提示", red_line_words(target, context)),
        ("不利因素", _stated(against(target), notes)),
        ("建议当面了解", questions(target, segment)),
        ("待核事项", _open_points(target)),
    ]


def red_line_words(target: VisitTarget, context: PaperContext) -> list[str]:
    """That the place should not recruit the segment at all, and the red lines about the segment or about a route that
    the target's products name; nothing where there is none."""
    if target["kind"] != "firm":
        return []
    barred = [c["text"] for c in target["counter"] if c["kind"] == UNSUITABLE]
    lines = context.red_lines.bearing(target["segment"], target["facts"].get("products", []))
    return [*barred, *(red_line(line)["zh"] for line in lines)]


def _stated(statements: Sequence[Reason], notes: Notes) -> list[str]:
    return [notes.state(s["text"], s["evidence"]) for s in statements]


def _who_institution(target: VisitTarget, context: PaperContext, notes: Notes) -> list[str]:
    row: EvidenceRow = {
        "institution": target["ref"],
        "name": target["name"],
        "what": "入库信息",
        "source": target["source"],
        "as_of": target["as_of"],
        "verified": target["verified_identity"],
    }
    place = context.regions.full_name(target["region"]) if target["region"] else TO_CHECK
    lines = [
        notes.state(f"{target['name']}，所在地：{place}。", [row]),
        notes.state(f"对接部门：{target['office'] or TO_CHECK}。", [row]),
    ]
    site = target["facts"].get("website", "")
    return [*lines, notes.state(f"网站：{site}。", [row])] if site else lines


def _who_firm(target: VisitTarget, context: PaperContext, notes: Notes) -> list[str]:
    facts, name = target["facts"], target["name"]
    place = facts.get("place", "") or (context.regions.full_name(target["region"]) if target["region"] else TO_CHECK)
    products = "、".join(facts.get("products", [])) or TO_CHECK
    sites = "、".join(s["name"] for s in facts.get("sites", []))
    identity, made, entry = (firm_row(facts, name, w) for w in ("名称和地址", "主要产品", "入库信息"))
    lines = [
        (f"{name}，总部：{place}。", identity),
        (f"主要产品：{products}。", made),
        (f"年营业收入：{revenue_words(facts, 'zh')}。", entry),
        (f"股票代码：{facts['stock_code']}。" if facts.get("stock_code") else "", identity),
        (f"所属集团：{facts['parent']}。" if facts.get("parent") else "", entry),
        (f"外地生产基地：{sites}。" if sites else "", entry),
        (f"对接部门：{target['office']}。" if target["office"] else "", entry),
    ]
    return [notes.state(line, [row]) for line, row in lines if line]


def _segment_row(segment: Segment, name: str) -> NoteRow:
    """The row of the catalogue that says something of a segment."""
    return record_row(segment.id, name, segment.name, segment.source or OWN_KNOWLEDGE)


def _position(target: VisitTarget, segment: Segment | None, context: PaperContext, notes: Notes) -> list[str]:
    out = []
    if segment is not None:
        chain = next(c.name for c in context.network.chains if c.id == segment.chain)
        cited = notes.cite([_segment_row(segment, f"{chain}产业链图谱")])
        out.append(f"所处环节：{chain}·{segment.name}。{segment.description.rstrip('。')}{cited}。")
    if target["gap"]:
        row = record_row(
            f"gap:{target['segment']}",
            "缺口诊断",
            f"{context.home_name}，{context.day()}",
            "链图缺口诊断，由入库企业计算",
            context.today.isoformat(),
            verified=True,
        )
        out.append(notes.state(f"我市情况：{target['gap']}", [row]))
    path = [p["name"] for p in target["path"]]
    if len(path) > 2:
        row = record_row("path", "产业链图谱", "上下游关系", OWN_KNOWLEDGE)
        out.append(notes.state(f"与本地的联系：{' → '.join(path)}", [row]))
    return out


def _help(segment: Segment | None, context: PaperContext, notes: Notes) -> list[str]:
    """What an institute, an expert or an association can do for the segment: its technology routes."""
    if segment is None:
        return []
    row = _segment_row(segment, "技术路线")
    rising = [t.name for t in segment.techs if t.trend == "rising"] or [t.name for t in segment.techs]
    out = [notes.state(f"可就{segment.name}的{'、'.join(rising[:3])}对接技术与项目", [row])] if rising else []
    return [*out, f"可请其介绍{segment.name}领域有外迁、扩产意向的企业。"]


def offers(
    target: VisitTarget, segment: Segment | None, context: PaperContext, notes: Notes, limit: int = POLICIES
) -> list[str]:
    """Published policies in force that the target may apply for like any other, with clause and validity."""
    chain = segment.chain if segment else ""
    policies = in_force(context.policies, context.today, target["kind"], chain, segment.id if segment else "")
    return [notes.state(_offer(p), [_policy_row(p)]) for p in policies[:limit]]


def _offer(p: Policy) -> str:
    return f"{p.gives}。依据：《{p.name}》（{p.number}）{p.clause}，{p.term()}"


def _policy_row(p: Policy) -> NoteRow:
    return record_row(f"policy:{p.id}", p.issuer, p.number, p.source, p.as_of, p.verified)


def park_lines(segment: Segment | None, context: PaperContext, notes: Notes) -> list[str]:
    """Where such a project could stand, as the target's card says it, with what is known of each park named; then what
    a usual project needs."""
    if segment is None:
        return []
    told = siting_words(segment, context.parks)
    out = []
    if told is not None:
        rows = [park_row(park) for park in told.parks]
        rests = rows or [record_row(f"siting:{segment.id}", "落地条件", segment.name, segment.source or OWN_KNOWLEDGE)]
        out.append(notes.state(told.zh.rstrip("。"), rests))
        out += [notes.state(park_line(park), [park_row(park)]) for park in told.parks]
    needs = _siting_needs(segment)
    if needs:
        row = record_row(f"siting:{segment.id}", "落地条件", segment.name, segment.source or OWN_KNOWLEDGE)
        out.append(notes.state(f"此类项目一般需要：{'，'.join(needs)}（估计）", [row]))
    return out


def _siting_needs(segment: Segment) -> list[str]:
    """What a typical project of the segment needs, as words."""
    siting = segment.siting
    needs = []
    if siting.get("land_mu"):
        needs.append(f"用地约{siting['land_mu'][0]:g}—{siting['land_mu'][1]:g}亩")
    if siting.get("power"):
        needs.append(f"用电{POWER.get(str(siting['power']), TO_CHECK)}")
    if siting.get("environment"):
        needs.append(f"环保要求{ENVIRONMENT.get(str(siting['environment']), TO_CHECK)}")
    if siting.get("resource"):
        needs.append(f"离不开{resources(siting['resource'], 'zh')}（本地有无{TO_CHECK}）")
    return needs


def _introducers(target: VisitTarget, notes: Notes) -> list[str]:
    out = []
    for person in target.get("introducers", []):
        record, consent = f"introducer:{person['id']}", person["consent"]
        given = consent == CONSENT["given"]
        row = record_row(record, person["name"], person["relation"], "专班客情记录", person["as_of"], verified=given)
        agreed = "已同意引荐" if given else consent or f"是否同意引荐{TO_CHECK}"
        out.append(notes.state(f"{person['name']}（{person['relation'] or TO_CHECK}），{agreed}", [row]))
    return out


def questions(target: VisitTarget, segment: Segment | None) -> list[str]:
    """Questions to ask: on their plans, then on the segment's barriers and siting, then on the first phase."""
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


def _open_points(target: VisitTarget) -> list[str]:
    lines = [u["text"] for u in target["unknown"]]
    if target["kind"] == "firm" and not target["verified_products"]:
        lines.insert(0, "主要产品只有一个来源，待核。")
    if not target["verified_identity"]:
        lines.insert(0, "名称和地址只有一个来源，待核。")
    return lines


def key_reasons(target: VisitTarget, n: int = 2) -> list[str]:
    """The first reasons as words, for a page that has no room for notes."""
    return [r["text"].rstrip("。") for r in target["reasons"][:n]]
