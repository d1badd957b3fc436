"""Sentences of 名单: saved targets and who is responsible for them."""

from __future__ import annotations

from app_pages.texts.merge import Texts

TEXTS: Texts = {
    "visits.add": ("加入名单", "Save"),
    "visits.added": ("{name} 已加入名单，由{team}负责。", "{name} is saved, held by {team}."),
    "visits.held": (
        "未加入：“{name}”由{team}负责（自 {since} 起，登记为“{held}”）。请先与其商定，或请其移交。",
        "Not saved: {name} is held by {team} since {since} (as {held}). Agree with them, or ask them to hand it over.",
    ),
    "visits.list_title": ("{region}拜访名单 {n} 家", "{n:saved target} of {region}"),
    "visits.team": ("我的专班", "My team"),
    "visits.grade": ("等级", "Grade"),
    "visits.kind": ("类别", "Kind"),
    "visits.place": ("所在地", "Seat"),
    "visits.segment": ("对应环节", "Segment"),
    "visits.owner": ("负责专班", "Held by"),
    "visits.since": ("自何日起", "Since"),
    "visits.must": ("必访", "Must"),
    "visits.state": ("进展", "State"),
    "visits.mark_must": ("标为（取消）必访", "Must-visit on/off"),
    "visits.drop": ("移出名单", "Remove"),
    "visits.to": ("移交给哪个专班", "Hand over to which team"),
    "visits.hand_over": ("移交", "Hand over"),
    "visits.pick_rows": ("先在表格左侧勾选。", "Tick rows on the left first."),
    "visits.no_segment": (
        "在“缺口诊断”或“产业链招商图”选定环节后，这里给出可拜访的院所、专家和协会。",
        "Choose a segment on the gap page or the chain map; institutes, experts and associations are offered here.",
    ),
    "visits.suggest": (
        "“{segment}”可拜访的院所、专家、协会 {n} 家",
        "Institutes, experts, associations for {segment}: {n}",
    ),
    "visits.suggest_pick": ("选择要加入的对象", "Choose whom to add"),
}
