"""What can be wrong with the tables of precedents and red lines."""

from __future__ import annotations

from graph.model.row_sentences.sentence import Sentence

CHANCES: dict[str, Sentence] = {
    "precedent_twice": Sentence(
        "error", "环节 {value} 同一省份、年份重复，请合并。", "{value}: province and year stand twice; merge the rows."
    ),
    "precedent_province": Sentence(
        "error",
        "省份代码“{value}”不是六位省级代码，如 320000。",
        "province {value!r} is no six-digit code of a province, such as 320000.",
    ),
    "precedent_year": Sentence("error", "年份“{value}”无法识别或在未来。", "year {value!r} is no year up to now."),
    "precedent_count": Sentence(
        "error", "“{column}”为“{value}”，应为不小于 0 的整数。", "{column} is {value!r}; give a whole number from 0."
    ),
    "red_line_level": Sentence(
        "error", "级别“{value}”应为不招或慎招。", "level {value!r} is neither 不招 (forbidden) nor 慎招 (warned)."
    ),
    "red_line_empty": Sentence("error", "“{name}”的“{column}”为空，请补上。", "{name}: {column} is empty; fill it in."),
    "red_line_date": Sentence(
        "error",
        "“{column}”为“{value}”，应写作 2025、2025-09 或 2025-09-22。",
        "{column} is {value!r}; write 2025, 2025-09 or 2025-09-22.",
    ),
    "red_line_read": Sentence(
        "error",
        "“{column}”为“{value}”，应为 text（读过原文）、report（只见报道）或 none（未查）。",
        "{column} is {value!r}; give text (the document was read), report (a report of it) or none.",
    ),
    "red_line_past": Sentence(
        "warning",
        "“{name}”的红线已于 {value} 到期，不再适用；续期请改日期，否则删去该行。",
        "{name}: the red line ended {value} and no longer holds; extend it or delete the row.",
    ),
}
