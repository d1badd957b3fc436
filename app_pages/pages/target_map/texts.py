"""Sentences of the page 目标企业图."""

from __future__ import annotations

from app_pages.texts.merge import Texts

TEXTS: Texts = {
    "tmap.named": (
        "{title}。地点可在上面的列表中选，企业在图旁逐家列出，也可看表格。",
        "{title}. Places can be chosen from the list above; the firms are listed beside the map and in the table.",
    ),
    "nav.target_map": ("目标企业图", "Target map"),
    "tmap.wait": ("正在为本链可招环节比对企业…", "Comparing firms for the segments of this chain…"),
    "tmap.wait_n": (
        "正在为 {of} 个可招环节比对 {n} 家企业，已完成 {done} 个…",
        "Comparing {n:firm} for {of:segment}, {done} done…",
    ),
    "tmap.segment": ("环节", "Segment"),
    "tmap.all_segments": ("全部可招环节（{n} 家）", "All segments ({n})"),
    "tmap.place": ("看哪里", "Where"),
    "tmap.country": ("全国", "China"),
    "tmap.within": ("{way} {h} 小时内", "within {h} h by {way}"),
    "tmap.up": ("返回{place}", "Back to {place}"),
    "tmap.counted": ("{name}（{n} 家）", "{name} ({n})"),
    "tmap.rings": ("时间圈", "Hours"),
    "tmap.rings_rail": ("高铁圈", "By rail"),
    "tmap.rings_road": ("公路圈", "By road"),
    "tmap.rings_none": ("不画圈", "No rings"),
    "tmap.families": ("集团连线", "Groups"),
    "tmap.view": ("地图或表格", "Map or table"),
    "tmap.view_map": ("地图", "Map"),
    "tmap.view_table": ("表格", "Table"),
    "tmap.export_docx": ("Word 一页图", "One page"),
    "tmap.export_xlsx": ("Excel 数据", "Excel"),
    "tmap.about_hours": ("约 {h} 小时", "about {h} h"),
    "tmap.lasso": ("圈选", "Draw around"),
    "tmap.box": ("框选", "Draw a box"),
    "tmap.clear": ("取消圈选", "Clear"),
    "tmap.save": ("存为图片", "Save as picture"),
    "tmap.how": (
        "点击或放大，圆圈即展开；右上角可圈选。",
        " Circles open on click or zoom; draw around at the upper right.",
    ),
    "tmap.legend_marks": (
        "◆ A 级　● B 级　△ C 级，大小为企业规模",
        "◆ grade A, ● grade B, △ grade C, as large as the firm",
    ),
    "tmap.legend_tint": ("底色为每省家数：{steps}", "tints: targets of a province, {steps}"),
    "tmap.legend_rings": (
        "绿圈：{way} {hours} 小时内 {n} 家（估算）",
        "rings: {n} within {hours} h by {way} (estimate)",
    ),
    "tmap.legend_rings_at": ("绿圈：{way} {hours} 小时（估算）", "rings: {hours} h by {way} (estimate)"),
    "tmap.legend_families": ("紫线：同一集团 {n} 组", "lines: {n:group}"),
    "tmap.here": ("这里的目标企业 {n} 家", "Targets here: {n}"),
    "tmap.drawn": ("圈选的目标企业 {n} 家", "Targets drawn around: {n}"),
    "tmap.drop_area": ("取消圈选", "Clear"),
    "tmap.none_here": ("这里在库未见入选企业。", "No target on record here."),
    "tmap.none": (
        "图上没有可画的企业。可换一条链、一个环节，或在“数据”页导入企业表。",
        "Nothing to draw. Choose another chain or segment, or load a table of firms.",
    ),
    "tmap.bad_area": (
        "网址中的圈选看不懂，已取消。",
        "What was drawn around cannot be read from the address; cleared.",
    ),
    "tmap.bad_place": (
        "网址中的地方不在图上，已回到全国。",
        "The place in the address is not on the map; back to the country.",
    ),
    "tmap.no_segment": ("所选环节不在可招之列，已显示全部。", "That segment is not one to recruit for; all are shown."),
    "tmap.way": (
        "高铁约 {rail} 小时，公路约 {road} 小时（估算）",
        "about {rail} h by rail, {road} h by road (estimate)",
    ),
    "tmap.way_unknown": ("路程不能估算", "hours cannot be estimated"),
    "tmap.for": ("{segment}（{group}）", "{segment} ({group})"),
    "tmap.for_more": ("{segment}（{group}）等 {n} 个环节", "{segment} ({group}) and others, {n:segment}"),
    "tmap.family": ("所属集团：{name}（图上 {n} 家）", "Group: {name} ({n} on the map)"),
    "tmap.trip": ("加入行程", "Add to a trip"),
    "tmap.trip_help": ("先加入名单，再到“拜访 · 排行程”中排", "saved as a target, then planned under visits"),
    "tmap.list_all": ("{n} 家加入名单", "Save all {n}"),
    "tmap.trip_all": ("{n} 家加入行程", "Trip to all {n}"),
    "tmap.too_many": (
        "超过 {n} 家；圈选或点到城市后可整批加入。",
        "More than {n}: draw around fewer to save them all.",
    ),
    "tmap.saved_all": ("已加入名单 {n} 家。", "Saved: {n}."),
    "tmap.saved_others": (
        "另有 {n} 家由其他专班对接，未加入：{names}",
        "{n} are courted by other teams and were not saved: {names}",
    ),
    "tmap.folded": ("收起", "Close"),
}
