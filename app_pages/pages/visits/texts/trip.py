"""Sentences of a planned trip: board, changes by hand, papers, fair-competition check."""

from __future__ import annotations

from app_pages.texts.merge import Texts

TEXTS: Texts = {
    "visits.board_tray": (
        "未排入（拖到某一天即排入，拖回这里即删去）",
        "Left out (drag to a day to put in, drag back to take out)",
    ),
    "visits.board_none": ("全部已排入", "Everybody is in"),
    "visits.board_help": (
        (
            "拖动卡片可改次序、日期和组别，绿框处排得下。键盘：选中卡片后按 "
            "Alt+方向键移动（Alt+Shift+上下换组），回车选定。"
        ),
        (
            "Drag a card to another place, day or party; it fits where the frame is green. Keys: Alt+arrows move "
            "the card in focus (Alt+Shift+up/down: party), Enter picks it."
        ),
    ),
    "visits.board_locked": (
        "领导固定安排，不能移动；请在行程要求里修改。",
        "A fixed appointment; change it in the request.",
    ),
    "visits.board_keys": ("按 Alt+方向键移动", "Alt+arrows move it"),
    "visits.tag_must": ("必访", "must"),
    "visits.tag_fixed": ("固定", "fixed"),
    "visits.tag_agreed": ("已约定", "agreed"),
    "visits.was": ("原 {time}", "was {time}"),
    "visits.night": ("宿 {place}", "night in {place}"),
    "visits.back": ("{time} 回到{place}", "back in {place} {time}"),
    "visits.days_later": ("晚 {n} 天 {span}", "{n} d later {span}"),
    "visits.not_feasible": ("排不下：有 {n} 处不合", "Not feasible: {n:fault}"),
    "visits.not_yet": ("改好后才能存入台账和下载文件。", "Mend them before the trip is kept or its papers are made."),
    "visits.pushed": ("“{name}”时间顺延：{day} {old} 改为 {new}。", "{name} moves on {day}: {old} becomes {new}."),
    "visits.others_same": ("其余各站时间不变。", "All others keep their time."),
    "visits.undo": ("撤销", "Undo"),
    "visits.redo": ("重做", "Redo"),
    "visits.undone": ("已撤销上一步。", "The last step is undone."),
    "visits.redone": ("已重做。", "Done again."),
    "visits.original": ("恢复原方案", "As planned"),
    "visits.original_help": ("回到系统排出的方案；可再撤销。", "Back to what the planner made; can be undone."),
    "visits.tighten": ("时间前移", "Close the gaps"),
    "visits.tighten_help": (
        "各站按现有次序尽早开始，已约定的时间不动。",
        "Each visit as early as its order allows; agreed times stand.",
    ),
    "visits.order": ("次序", "Order"),
    "visits.best": ("由系统选", "wherever it fits best"),
    "visits.first": ("当天第一家", "first that day"),
    "visits.behind": ("在“{name}”之后", "behind {name}"),
    "visits.move_here": ("移到这里", "Move here"),
    "visits.other_party": ("换到{party}", "To {party}"),
    "visits.fits_help": ("✓ 排得下，✗ 排不下或会影响其他各站。", "✓ fits, ✗ does not, or upsets others."),
    "visits.fits_nowhere": (
        "“{name}”现在哪一天、哪一组都排不下，行程没有改动。可先删去一家，或拖到想放的那天看哪里不合。",
        "{name} fits nowhere now; nothing was changed. Take one out first, or drag it to a day to see what clashes.",
    ),
    "visits.agree": ("约定时间", "Agreed time"),
    "visits.agreed_time": ("对方约定的时间", "Time agreed with them"),
    "visits.agree_do": ("按此时间", "Hold it"),
    "visits.agree_not": ("不再限定", "Free it"),
    "visits.name": ("拜访对象", "Target"),
    "visits.direction": ("方向", "Direction"),
    "visits.map_named": (
        "行程图：{title}。各站的先后、时间和地点见行程表。",
        "Map of the trip: {title}. The table of the trip gives the stops in order, with times and places.",
    ),
    "visits.trip_title": (
        "{name}：{start} 起 {days} 天，排入 {n} 家，未排入 {left} 家",
        "{name}: {days:day} from {start}, {n:visit}, {left} left out",
    ),
    "visits.col_party": ("组别", "Party"),
    "visits.col_date": ("日期", "Date"),
    "visits.col_time": ("时间", "Time"),
    "visits.col_what": ("事项", "Item"),
    "visits.col_name": ("内容", "Content"),
    "visits.col_how": ("交通", "By"),
    "visits.dropped": ("未排入的 {n} 家及原因", "{n} left out, and why"),
    "visits.why": ("原因", "Why"),
    "visits.fair": ("公平竞争审查：检查拟作的承诺", "Fair competition: check what is to be promised"),
    "visits.fair_text": ("粘贴承诺、合同或一企一策文字", "Paste the promise, contract or paper"),
    "visits.fair_hint": ("如：按缴纳税收的一定比例给予奖励", "e.g. a reward of part of the tax paid"),
    "visits.fair_none": (
        "未发现违反公平竞争审查的表述。重要文件仍须由司法、市场监管部门审查。",
        "Nothing found. Papers of weight still go to the offices in charge.",
    ),
    "visits.fair_words": ("表述", "Wording"),
    "visits.fair_why": ("问题", "Why not"),
    "visits.fair_article": ("依据", "Rule"),
    "visits.fair_instead": ("可改为", "Instead"),
    "visits.feasible": ("行程可行", "Feasible"),
    "visits.estimate": (
        "路程时间为按里程估算，以实际车次为准；接待时间未约定的按工作时间。",
        "Travel times are estimates from distance; where nothing is agreed, office hours hold.",
    ),
    "visits.pick": ("选一站", "Choose a stop"),
    "visits.remove": ("删去", "Take out"),
    "visits.cancelled": ("对方取消", "They cancelled"),
    "visits.cancelled_help": (
        "其余各站时间不动，空出的时间尽量补一家。",
        "The others stay as they are; the free time takes another where one fits.",
    ),
    "visits.pick_out": ("选一家未排入的", "Choose one left out"),
    "visits.insert": ("排入", "Put in"),
    "visits.papers": ("下载全部文件", "Download all papers"),
    "visits.papers_note": (
        "参阅件、谈话要点、路书、简报、尽调表、日历和工作簿，打包下载约需十几秒。",
        "Leader's page, talking points, road book, briefs, due diligence, calendar and workbook; takes some seconds.",
    ),
    "visits.keep": ("存入台账", "Keep"),
    "visits.kept": ("行程已存入台账。", "The trip is kept."),
}
