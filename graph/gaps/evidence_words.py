"""The sentences of a proof, in the words of the office; figures come in, (Chinese, English) goes out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.gaps.recruitability import Recruit
from graph.model.words import VERDICT_REASON, counted, tenths

Both = tuple[str, str]


def test(key: str, found: Mapping[str, Any], name: Both) -> Both:
    """One of the four tests."""
    makers = {"need": _need, "presence": _presence, "coverage": _coverage, "consequence": _consequence}
    return makers[key](found["figures"], bool(found["passed"]), name)


def _need(f: Mapping[str, Any], passed: bool, name: Both) -> Both:
    if not passed:
        return f"本地未查到要买{name[0]}的企业。", f"No local firm is known that buys {name[1].lower()}."
    zh, en = (
        f"本地下游企业 {f['buyers']} 家用得到",
        f"{counted(f['buyers'], 'local firm')} {'uses' if f['buyers'] == 1 else 'use'} it",
    )
    if f["demand_yi"] >= 0.1:
        zh += f"，一年约需 {f['demand_yi']:.1f} 亿元（估计）"
        en += f", about {f['demand_yi'] * 100:.0f} million yuan a year (estimate)"
    if f["plans"]:
        zh += f"；另有在建拟建项目 {f['plans']} 个"
        en += f"; {counted(f['plans'], 'project')} planned"
    return zh + "。", en + "."


def _presence(f: Mapping[str, Any], passed: bool, name: Both) -> Both:
    if not f["local"]:
        return "本地未查到从事企业。", "No local firm is known to do it."
    zh, en = (
        f"本地从事企业 {f['local']} 家，最大一家占 {f['largest_share']:.0%}",
        (
            f"{counted(f['local'], 'local firm')} {'does' if f['local'] == 1 else 'do'} it, the largest holds {f['largest_share']:.0%}"
        ),
    )
    thin = "低于" if f["quotient_high"] < 1 else "不低于"
    return (
        f"{zh}，比重{thin}全国同链水平。",
        f"{en}; its share is {'below' if thin == '低于' else 'not below'} the country's.",
    )


def _coverage(f: Mapping[str, Any], passed: bool, name: Both) -> Both:
    reason = VERDICT_REASON.get(f["reason"], {"zh": "待核", "en": "to be checked"})
    if f["estimate"] is None:
        zh, en = "覆盖率待核", "coverage is to be checked"
    else:
        zh, en = f"约覆盖{tenths(f['estimate'], 'zh').removeprefix('约')}", f"they hold {tenths(f['estimate'], 'en')}"
    return (
        f"本地在库企业 {f['firms']} 家，来源 {f['sources']} 类，{zh}：{reason['zh']}。",
        f"{counted(f['firms'], 'local firm')} from {counted(f['sources'], 'kind')} of source; {en}: {reason['en']}.",
    )


def _consequence(f: Mapping[str, Any], passed: bool, name: Both) -> Both:
    if not f["segments"]:
        return "本地没有依赖它的下游环节。", "No local segment depends on it."
    zh = f"缺了它，本地下游 {f['segments']} 个环节、{f['firms']} 家企业受影响"
    en = (
        f"Without it {counted(f['segments'], 'local segment')} downstream with {counted(f['firms'], 'firm')} "
        f"{'is' if f['segments'] == 1 else 'are'} affected"
    )
    if f["cut_off"]:
        zh += f"；其中{'、'.join(f['cut_off_names'])}别无来路"
        en += f"; nothing else feeds {', '.join(f['cut_off_names_en'])}"
    return zh + "。", en + "."


def recruit(found: Recruit) -> Both:
    """可招性 as a sentence with its reason."""
    f = found.figures
    scale = "待核" if f["least_sales_yi"] is None else f"{f['least_sales_yi']:g} 亿元"
    scale_en = "unknown" if f["least_sales_yi"] is None else f"{f['least_sales_yi'] * 100:g} million yuan"
    demand, demand_en = f"{f['local_demand_yi']:.1f} 亿元", f"{f['local_demand_yi'] * 100:.0f} million yuan"
    if f["local_demand_yi"] < 0.05:
        demand, demand_en = "不足 0.1 亿元", "under 10 million yuan"
    said: dict[str, Both] = {
        "parks": (
            f"不宜招：本地 {f['parks']} 个园区的能耗、环保或用地条件都不允许。",
            f"Not suitable: energy, environment or land of all {f['parks']} parks here rule it out.",
        ),
        "nearby": (
            f"就近配套即可：两小时内周边城市供给充足，便于运输；建厂起步规模约 {scale}，超过本地一年所需 {demand}（估计）。",
            f"Supply from nearby is enough: cities within two hours make plenty, it ships easily, and the smallest usual plant ({scale_en}) exceeds local need ({demand_en}, estimate).",
        ),
        "limits_unknown": (
            "待核：园区的能耗、环保、用地条件尚不清楚，招引前先落实。",
            "To be checked: the parks' limits on energy, environment and land are not known.",
        ),
        "siting_unknown": (
            "待核：该环节的起步规模或运输半径尚无数据。",
            "To be checked: its least scale or shipping distance is not known.",
        ),
        "scale": (
            f"不宜招：起步规模约 {scale}，远超本地一年所需 {demand}（估计），又不便外运。",
            f"Not suitable: the smallest usual plant ({scale_en}) far exceeds local need ({demand_en}, estimate) and it does not ship far.",
        ),
        "scarce_nearby": (
            "可招：产品能运到两小时以外，而周边城市供给不足；起步规模尚无数据，待核。",
            "Recruit: it ships farther than two hours and the cities nearby make little of it; its least scale is to be checked.",
        ),
        "local_market": (
            f"可招：本地一年所需 {demand}（估计），够一家起步规模（约 {scale}）的企业。",
            f"Recruit: local need of {demand_en} a year (estimate) carries a plant of the least usual size ({scale_en}).",
        ),
        "wider_market": (
            f"可招，但须面向外地市场：本地一年所需 {demand}（估计），低于起步规模约 {scale}。",
            f"Recruit, for a wider market: local need of {demand_en} a year (estimate) is under the least usual plant ({scale_en}).",
        ),
    }
    return said[found.reason]


def peer(row: Mapping[str, Any], base: Both | None) -> Both:
    """What one look-alike city has."""
    n = round(row["firms"])
    some = "约 1 家" if row["firms"] > 0 and n == 0 else f" {n} 家"
    zh = f"{row['name']}：{'在库未见该环节企业' if row['firms'] <= 0 else f'在库该环节企业{some}'}"
    many = "none" if row["firms"] <= 0 else "about 1 firm" if n == 0 else counted(n, "firm")
    en = f"{row['name_en']}: {many} on record"
    if base is not None and row["base"] is not None:
        if row["firms"] > 0 and row["base"] > 0:
            zh += f"，已由{base[0]}延伸过来"
            en += f", grown on from {base[1].lower()}"
        elif row["base"] > 0:
            zh += f"，有{base[0]}而尚未延伸"
            en += f", has {base[1].lower()} and has not gone on"
    return zh + "。", en + "."


def change(code: str, f: Mapping[str, Any]) -> Both:
    """What would change the verdict."""
    if code == "more_firms":
        return (
            f"本地在库企业由 {f['now']} 家增至 {f['needed']} 家以上，才能判断。",
            f"Judgement needs at least {f['needed']} local firms on record; there are {f['now']}.",
        )
    if code == "more_coverage":
        return (
            f"再导入一份本地企业名录，覆盖达到{tenths(f['needed'], 'zh').removeprefix('约')}以上，结论会更可信，也可能不再成立。",
            f"Another local register that brings coverage to {f['needed']:.0%} would firm up the verdict, or end it.",
        )
    if code == "second_source":
        return (
            "导入本地工商登记等第二来源、与现有名单互证后，结论可升为可信，也可能不再成立。",
            "A second source, such as the local register, could confirm the verdict, or end it.",
        )
    if code == "one_firm_anywhere":
        return "全国查到一家从事企业，才谈得上招引。", "One firm in the country would make recruiting possible at all."
    if code == "one_local_firm":
        return "查实本地已有企业从事该环节，则不再列为缺失。", "A local firm found to do it would end the absence."
    if code == "buyers_leave":
        return f"现有 {f['buyers']} 家本地买方停产、外迁或改用替代品，则需求不再成立。", (
            f"Were the {'local buyer' if f['buyers'] == 1 else str(f['buyers']) + ' local buyers'} to stop, move or use something else, the need would end."
        )
    if code == "grow":
        return "本地企业增资扩产，达到下游所需的一半以上、且比重接近全国水平，则不再薄弱。", (
            "Expansion of local firms to half of what buyers ask, near the country's share, would end the weakness."
        )
    return (
        "本地再有一家规模相近的同类企业，则不再是单点依赖。",
        "A second local firm of like size would end the single point.",
    )
