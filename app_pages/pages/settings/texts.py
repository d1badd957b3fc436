"""Sentences of the page 设置."""

from __future__ import annotations

from app_pages.texts.merge import Texts

TEXTS: Texts = {
    "nav.settings": ("设置", "Settings"),
    "settings.title": ("设置：打开时看哪里、关注哪些链", "Settings: where the app opens, which chains you follow"),
    "settings.sub": (
        "保存在本机，本单位所有人共用；网址里写明的地区和产业链优先。",
        "Kept on this machine for the whole office; what an address names comes first.",
    ),
    "settings.region": ("打开时的地区", "Region on opening"),
    "settings.chains": ("关注的产业链（排在前面，第一条打开时显示）", "Chains you follow (they come first)"),
    "settings.lang": ("语言", "Language"),
    "settings.review": ("审图号", "Map review number"),
    "settings.review_help": (
        "印在中国地图下方；公开使用地图前须送审取得。",
        "Stands under maps of the country; a map must be reviewed before it is published.",
    ),
    "settings.save": ("保存", "Save"),
    "settings.saved": ("已保存。", "Saved."),
    "settings.benchmarks": ("{region}的对标城市", "Cities {region} is measured against"),
    "settings.benchmark": ("{place}：{reason}（{day}）", "{place}: {reason} ({day})"),
    "settings.no_benchmarks": (
        "未设对标城市。设好后，与同类城市并列写入缺口证明。",
        "No city is set. Those that are stand beside the like cities in every certificate.",
    ),
    "settings.benchmark_cities": ("对标城市（至多五个）", "Cities (five at most)"),
    "settings.benchmark_reason": ("为什么对标", "Why these"),
    "settings.benchmark_reason_example": ("如：市委确定的对标城市", "such as: named by the city's leaders"),
    "settings.damaged": (
        "原来的设置文件已损坏，现按默认值显示；保存后即恢复。",
        "The file of settings was damaged; defaults are shown. Saving mends it.",
    ),
}
