"""Sentences that every page shares: the frame, the store, waiting, errors, words for what is not known."""

from __future__ import annotations

from app_pages.texts.merge import Texts

TEXTS: Texts = {
    "app.title": ("链图 · 产业链图谱与目标企业", "liantu · industry chains and target firms"),
    "frame.chain": ("产业链", "Chain"),
    "frame.region": ("地区", "Region"),
    "frame.named": ("{label}：{value}", "{label}: {value}"),
    "frame.more": ("等共 {n} 家", "{n} in all"),
    "frame.seat": ("所在地", "Seat"),
    "frame.firm": ("企业", "Firm"),
    "frame.all": ("查看全部 {n} 家", "See all {n}"),
    "frame.pick": ("选一行，查看企业", "Choose a row to see the firm"),
    "frame.unknown_region": (
        "地址中的地区不存在，已改回默认地区。",
        "The region in the address does not exist; the default is shown.",
    ),
    "frame.ended_segment": (
        "链接中的环节编号已停用，已改为其去向“{name}”。",
        "The segment of the link has ended; {name} took its place.",
    ),
    "frame.unknown_segment": (
        "地址中的环节不存在，请重新选择。",
        "The segment in the address does not exist; choose one.",
    ),
    "frame.as_of": ("数据截至 {date}", "Data as of {date}"),
    "store.none": ("还没有图谱", "There is no graph yet"),
    "store.away": ("图谱服务器暂时连不上。", "The graph server cannot be reached for now."),
    "store.away_todo": (
        "数据没有受影响；服务器恢复后，本页会自动继续。",
        "Nothing is lost; this page goes on by itself when the server is back.",
    ),
    "store.empty": ("图谱里还没有产业链", "The graph holds no chains yet"),
    "store.todo": (
        "请先在项目目录运行下面任一命令，完成后刷新本页。",
        "Run one of these in the project folder, then reload this page.",
    ),
    "error.safe": ("图谱没有改动。", "The graph is unchanged."),
    "error.detail": ("技术信息", "Technical details"),
    "wait.reading": ("正在读取…", "Reading…"),
    "wait.targets": ("正在比对 {n} 家企业…", "Comparing {n:firm}…"),
    "unknown": ("待核", "to be checked"),
    "none": ("无", "none"),
    "unit.firms": ("{n} 家", "{n:firm}"),
}
