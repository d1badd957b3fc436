"""What a lint of the shipped facts about firms can find wrong."""

from __future__ import annotations

from graph.model.row_sentences.sentence import Sentence

FIRM_FACTS: dict[str, Sentence] = {
    "fact_unknown_code": Sentence(
        "error", "股票代码 {value} 不在企业表中。", "stock code {value} is in no table of firms."
    ),
    "fact_bad_year": Sentence("error", "年份“{value}”读不出，应为四位数字。", "year {value!r} is not four digits."),
    "fact_future_year": Sentence("error", "年份 {value} 在将来。", "the year {value} lies in the future."),
    "fact_no_source": Sentence("error", "没有来源。", "no source."),
    "fact_bad_share": Sentence(
        "error", "占比“{value}”不是 0 至 100% 之间的百分数。", "share {value!r} is no percentage from 0 to 100%."
    ),
    "fact_bad_amount": Sentence(
        "error", "{column} 列的“{value}”不是大于零的数。", "{column} says {value!r}, which is no number above zero."
    ),
    "fact_unknown_word": Sentence(
        "error", "{column} 列的“{value}”不在词表中。", "{column} says {value!r}, which is not one of ours."
    ),
    "fact_empty": Sentence("error", "{column} 列为空。", "{column} is empty."),
    "fact_share_sum": Sentence(
        "error",
        "“{name}”{year} 年各产品占比之和为 {value}，超过 105%。",
        "the shares of {name} in {year} add up to {value}, above 105%.",
    ),
}
