"""Names and sentences of the groups, of precedents and of red lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from graph.chance.ground import FEATURES
from graph.chance.red_lines import Read, RedLine
from graph.chance.shapes import Group, PrecedentLevel, ProvinceCount, RedLineDocument, Said
from graph.model.words import RESOURCE, Lang, counted

GROUP: dict[Group, dict[Lang, str]] = {
    "attack": {"zh": "主攻", "en": "Go for it"},
    "task_force": {"zh": "专班攻坚", "en": "Needs a task force"},
    "advantage": {"zh": "优势承接", "en": "Take what comes"},
    "reserve": {"zh": "储备观察", "en": "Keep in view"},
    "check": {"zh": "待核", "en": "To be checked"},
    "nearby": {"zh": "就近配套", "en": "Supplied from nearby"},
    "careful": {"zh": "慎招", "en": "Recruit with care"},
    "barred": {"zh": "不招", "en": "Not recruited"},
}
GROUP_SUB: dict[Group, dict[Lang, str]] = {
    "attack": {"zh": "本地需要强，先例与条件也好", "en": "strong local need, good precedent and ground"},
    "task_force": {"zh": "本地需要强，先例或条件不足", "en": "strong local need, little precedent or ground"},
    "advantage": {
        "zh": "先例与条件好，本地需要一般；已强环节为强链",
        "en": "good precedent and ground, some local need",
    },
    "reserve": {"zh": "本地需要和先例条件都一般", "en": "neither need nor precedent is strong"},
    "check": {"zh": "先补资料再定", "en": "settle what is unknown first"},
    "nearby": {"zh": "周边已有，不必自招", "en": "made nearby already"},
    "careful": {"zh": "有文件提示从严，不主动招引", "en": "a document warns of it: do not seek it out"},
    "barred": {"zh": "有文件禁止，或条件不合", "en": "a document forbids it, or it does not fit here"},
}
LEVEL: dict[PrecedentLevel, dict[Lang, str]] = {
    "precedent": {"zh": "有先例", "en": "precedent"},
    "few": {"zh": "先例少", "en": "little precedent"},
    "none": {"zh": "无先例", "en": "no precedent"},
}
RED: dict[str, dict[Lang, str]] = {
    "forbidden": {"zh": "不招", "en": "not recruited"},
    "warned": {"zh": "慎招", "en": "recruit with care"},
}
UNREAD: dict[Read, tuple[str, str]] = {
    "text": ("", ""),
    "report": ("（待核，只见报道，未读原文）", " (to be checked: a report was read, not the document)"),
    "none": ("（待核，未查原文）", " (to be checked: nobody has looked it up)"),
}
MISSING: dict[str, Said] = {
    "few_firms": {"zh": "补充本地企业名录后再定", "en": "load a list of local firms first"},
    "poor_coverage": {"zh": "补充本地登记或规上名录，核实本地是否已有", "en": "load a fuller list of local firms"},
    "small_trades": {
        "zh": "小企业多，需登记名录核实本地是否已有",
        "en": "a trade of small firms: a register must show whether it is here",
    },
    "nobody_in_country": {"zh": "全国在库也未见企业，先核实环节界定", "en": "nobody in the country is on record"},
    "limits_unknown": {
        "zh": "补充园区能耗、环境容量和可用土地后再定",
        "en": "energy, environment and land of the parks are not on record",
    },
    "final_market": {
        "zh": "主要卖给居民、游客或农户，先摸清本地客源和同类项目经营情况",
        "en": "sold to people, not firms: look at the market and at like projects first",
    },
    "power_dear": {
        "zh": "耗电大，先核当地电价和能耗指标",
        "en": "it lives on cheap power: check price and quota first",
    },
    "grown": {
        "zh": "种植养殖环节，靠扩大面积和龙头带动，先核实耕地和水源",
        "en": "grown, not built: see to land, water and who grows it now",
    },
    "endowment": {
        "zh": "属本地资源禀赋，不作招商对象，可引进运营商",
        "en": "what the place is endowed with: bring in who runs it, not the thing itself",
    },
    "everywhere": {
        "zh": "各地都有的行业，先摸清本地现状",
        "en": "a trade that every city has: see first what there is",
    },
    "branches_unlisted": {
        "zh": "网点多为分支机构和个体户，名录收不全，先问县区和行业部门",
        "en": "branches and shops that no register lists: ask the counties first",
    },
    "siting_unknown": {"zh": "核实项目常见投资和用地规模", "en": "the usual size of a project is not on record"},
}
FIRST_PROVINCES = 3
Size = Literal["strong", "some", "slight"]
SIZE: dict[Size, tuple[str, str]] = {
    "strong": ("较强", "strong"),
    "some": ("一般", "moderate"),
    "slight": ("很小", "slight"),
}


def both(zh: str, en: str) -> Said:
    """A sentence in both languages."""
    return {"zh": zh, "en": en}


def precedent(
    level: PrecedentLevel, projects: int, bases: int, years: Sequence[int], provinces: Sequence[ProvinceCount], n: int
) -> Said:
    """How many, which years, where; never how likely."""
    if level == "none":
        return both(
            "无先例：在读到的年报中，未见外省项目或异地子公司。",
            "No precedent: the reports that were read name no project or subsidiary in another province.",
        )
    period = f"{years[0]}" if len(years) == 1 else f"{years[0]}–{years[-1]}"
    first = provinces[:FIRST_PROVINCES]
    counted_zh = [f"项目 {projects} 个"] if projects else []
    counted_zh += [f"异地子公司 {bases} 家"] if bases else []
    zh = f"{LEVEL[level]['zh']}：外省有{'、'.join(counted_zh)}，分布在 {n} 个省份"
    zh += f"，{'、'.join(p['name'] for p in first)}居多（{period} 年年报）。" if n > 1 else f"（{period} 年年报）。"
    subsidiaries = "1 subsidiary" if bases == 1 else f"{bases} subsidiaries"
    counted_en = ([counted(projects, "project")] if projects else []) + ([subsidiaries] if bases else [])
    en = f"{LEVEL[level]['en'].capitalize()} in {counted(n, 'other province')}: {', '.join(counted_en)}"
    en += f", most in {', '.join(p['name_en'] for p in first)}" if n > 1 else ""
    return both(zh, en + f" (reports of {period}).")


def grounds(parts: dict[str, tuple[float, float, float]]) -> Said | None:
    """What is better here than is usual where projects fell, and what is worse; None where all is usual."""
    better = [n for n, (_, _, part) in sorted(parts.items(), key=lambda p: -p[1][2]) if part > 0.1][:2]
    worse = [n for n, (_, _, part) in sorted(parts.items(), key=lambda p: p[1][2]) if part < -0.1][:2]
    zh, en = [], []
    if better:
        zh.append(f"条件较好：{'、'.join(FEATURES[n]['zh'] for n in better)}")
        en.append(f"better than usual: {', '.join(FEATURES[n]['en'] for n in better)}")
    if worse:
        zh.append(f"条件较弱：{'、'.join(FEATURES[n]['zh'] for n in worse)}")
        en.append(f"weaker than usual: {', '.join(FEATURES[n]['en'] for n in worse)}")
    if not zh:
        return None
    return both("；".join(zh) + "。", "; ".join(en).capitalize() + ".")


def red_line(line: RedLine) -> Said:
    """One red line with its document and date; 待核 where nobody has read the document."""
    unsure_zh, unsure_en = UNREAD[line.read]
    route_zh = f"涉及{'、'.join(line.route)}：" if line.route else ""
    route_en = f" for {', '.join(line.route)}" if line.route else ""
    until_zh = f"，至 {line.until}" if line.until else ""
    until_en = f", until {line.until}" if line.until else ""
    return both(
        f"{RED[line.level]['zh']}{unsure_zh}：{route_zh}{line.what}。依据：{line.document}，{line.date}{until_zh}。",
        f"{RED[line.level]['en'].capitalize()}{unsure_en}{route_en}: {line.what_en}. "
        f"Source: {line.document}, {line.date}{until_en}.",
    )


def document_of(line: RedLine) -> RedLineDocument:
    """A red line as the documents have it."""
    told = red_line(line)
    return {
        "level": line.level,
        "route": list(line.route),
        "what": line.what,
        "what_en": line.what_en,
        "document": line.document,
        "date": line.date,
        "until": line.until,
        "source": line.source,
        "verified": line.verified,
        "read": line.read,
        "sentence": told["zh"],
        "sentence_en": told["en"],
    }


def unknown_resource(resources: Sequence[str]) -> Said:
    """A natural resource of which nobody knows whether it is here."""
    return both(
        f"核实本地有无{'、'.join(RESOURCE[r]['zh'] for r in resources)}",
        f"find out whether there is {' and '.join(RESOURCE[r]['en'] for r in resources)} here",
    )


def from_whom(cities: Sequence[str], cities_en: Sequence[str]) -> Said:
    """Who makes it within two hours."""
    if not cities:
        return both("两小时车程内已有供应", "made within two hours' reach")
    return both(f"可由{'、'.join(cities)}供应", f"can be supplied from {', '.join(cities_en)}")


def judged(need: Size, chance_high: bool, strong: bool, expected: bool = False) -> Said:
    """Why a ranked segment stands where it stands. need: how large the local need is; strong: the region is strong in
    it already (强链); expected: its score is high, though local buyers would fill no good part of a plant."""
    if strong:
        return both(
            "本地已较强，落地先例与条件较好，可作强链",
            "strong here already, with good precedent and ground: strengthen it",
        )
    zh, en = SIZE[need]
    if expected and need != "strong":
        zh += "（本地采购不足最小规模项目的三分之一）"
        en += " (local buyers would fill less than a third of the smallest usual plant)"
    return both(
        f"本地需要{zh}，落地先例与条件{'较好' if chance_high else '不足'}",
        f"local need is {en}, precedent and ground are {'good' if chance_high else 'thin'}",
    )


def summed(group: Group, reasons: Sequence[Said]) -> Said:
    """The group and the first reason as one sentence."""
    first = reasons[0]
    zh, en = first["zh"].rstrip("。"), first["en"].rstrip(".")
    if group in ("careful", "barred"):  # it says so itself
        return both(f"{zh}。", f"{en}.")
    return both(f"{GROUP[group]['zh']}：{zh}。", f"{GROUP[group]['en']}: {en}.")
