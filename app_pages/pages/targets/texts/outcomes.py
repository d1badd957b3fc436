"""Sentences for recording what became of a target: outcomes and reasons."""

from __future__ import annotations

from app_pages.texts.merge import Texts

TEXTS: Texts = {
    "targets.decide": ("记录结果", "Record outcome"),
    "targets.outcome": ("结果", "Outcome"),
    "targets.reason": ("原因", "Reason"),
    "targets.note": ("说明（不写个人信息）", "Note (no personal data)"),
    "targets.save": ("保存", "Save"),
    "targets.saved": ("已记录：{name} {outcome}", "Recorded: {name} {outcome}"),
    "targets.needs_reason": ("请选择原因后再保存。", "Choose a reason, then save."),
    "targets.outcome_contacted": ("采纳，已联系", "accepted, contacted"),
    "targets.outcome_visited": ("已拜访", "visited"),
    "targets.outcome_signed": ("已签约", "signed"),
    "targets.outcome_landed": ("已落地", "landed"),
    "targets.outcome_refused": ("对方婉拒", "refused"),
    "targets.outcome_lost": ("流失到外地", "lost"),
    "targets.outcome_rejected": ("不予推进", "rejected"),
    "targets.reason_elsewhere": ("选择外地", "went elsewhere"),
    "targets.reason_cost": ("成本", "cost"),
    "targets.reason_land": ("用地", "land"),
    "targets.reason_energy": ("能耗", "energy"),
    "targets.reason_supply": ("配套不足", "suppliers missing"),
    "targets.reason_talent": ("人才用工", "people"),
    "targets.reason_timing": ("时机", "timing"),
    "targets.reason_not_fit": ("不匹配", "does not fit"),
    "targets.reason_environment": ("环保", "environment"),
    "targets.reason_risk": ("风险", "risk"),
    "targets.reason_duplicate": ("重复", "duplicate"),
    "targets.reason_other": ("其他", "other"),
    "targets.recorded": ("{date} {outcome}", "{outcome}, {date}"),
    "targets.recorded_why": ("{date} {outcome}（{reason}）", "{outcome} ({reason}), {date}"),
}
