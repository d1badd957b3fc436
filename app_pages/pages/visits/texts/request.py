"""Sentences of the request for a trip: days, parties, travel times."""

from __future__ import annotations

from app_pages.texts.merge import Texts

TEXTS: Texts = {
    "visits.leader": ("带队领导（按职务）", "Leader, by office"),
    "visits.from": ("出发地", "Sets out from"),
    "visits.leave_day": ("出发日（默认首日）", "on (first day)"),
    "visits.leave": ("出发时间", "not before"),
    "visits.to_place": ("返回地", "Returns to"),
    "visits.back_day": ("返回日（默认末日）", "on (last day)"),
    "visits.due_by": ("最晚到达", "by"),
    "visits.matrix": ("自备路程时间（不传则按里程估算）", "Travel times of your own (else estimated from distance)"),
    "visits.matrix_kept": (
        "自备路程时间：{file}（{n} 对地点），排行程时优先采用",
        "Travel times from {file} ({n} pairs) go before the estimates",
    ),
    "visits.matrix_file": ("路程表", "Table of travel times"),
    "visits.matrix_note": (
        "表头：出发地、到达地、分钟。可先下载已填估算值的表，改好再传；只留要改的行也可以。",
        "Columns: from, to, minutes. Download the estimates, correct them, upload; rows you do not need may go.",
    ),
    "visits.matrix_template": ("下载估算值", "Download the estimates"),
    "visits.matrix_name": ("路程时间.csv", "travel-times.csv"),
    "visits.matrix_drop": ("不再使用此表", "Do without this table"),
    "visits.matrix_columns": (
        "“{file}”须有出发地、到达地、分钟三列（现有列：{found}）。请改正表头后再传。",
        "{file} needs the columns from, to, minutes (it has: {found}).",
    ),
    "visits.empty": (
        "还没有名单。从“目标企业”页点“加入名单”，或在下方加入院所、专家和协会。",
        "No targets yet. Press Save on the page Target firms, or add institutes, experts and associations below.",
    ),
    "visits.no_local": (
        "本地没有可参观的企业。请另选产业链或环节。",
        "No local firm to show. Choose another chain or segment.",
    ),
    "visits.ask": ("行程要求", "What is asked"),
    "visits.ask_again": ("修改行程要求", "Ask again"),
    "visits.outward": ("外出拜访", "We go there"),
    "visits.reception": ("接待来访", "They come here"),
    "visits.start": ("出发日期", "First day"),
    "visits.days": ("天数", "Days"),
    "visits.parties": ("组数", "Parties"),
    "visits.leaders": ("带队领导（按职务，多组用分号隔开）", "Leaders by office, separated by ;"),
    "visits.receive": ("牵头接待（按职务）", "Who receives, by office"),
    "visits.leaders_hint": ("如：分管副市长", "e.g. vice mayor"),
    "visits.guest": ("来访单位", "Who comes"),
    "visits.some_guest": ("来访单位", "the guests"),
    "visits.reception_name": ("{guest}来访接待", "Reception of {guest}"),
    "visits.trip_name": ("行程名称（可不填）", "Name of the trip (optional)"),
    "visits.whom": ("拜访哪些对象", "Whom to visit"),
    "visits.weekends": ("周末也安排", "Weekends too"),
    "visits.fixed": ("领导固定安排（每行一项）", "Fixed appointments, one a line"),
    "visits.fixed_hint": (
        "日期 时间 分钟 城市 事项 组别，如：2026-12-02 14:30 60 新乡市 市委会议 1",
        "date time minutes city what party, as 2026-12-02 14:30 60 410700 meeting 1",
    ),
    "visits.quota": ("各类名额", "Limits by kind"),
    "visits.quota_hint": ("如：协会≤2 企业≥3", "e.g. association<=2 firm>=3"),
    "visits.plan": ("排行程", "Plan"),
    "visits.planning": ("正在为 {n} 家排行程…", "Planning for {n} targets…"),
}
