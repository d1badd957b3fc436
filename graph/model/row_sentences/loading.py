"""Why a row of a loaded table was left out, or which cell of it."""

from __future__ import annotations

from graph.model.row_sentences.sentence import Sentence

LOADING: dict[str, Sentence] = {
    # firms
    "no_name": Sentence("rejected", "没有企业名称，未入库；请补上名称。", "no firm name; add it."),
    "bad_name": Sentence(
        "rejected",
        "名称不像企业名称，未入库；请核对该列。",
        "the name does not look like a firm's; check the column.",
    ),
    "not_a_row": Sentence(
        "rejected",
        "单元格数少于表头，未入库；请检查引号和分隔符。",
        "fewer cells than columns; check quotes and separators.",
    ),
    "unknown_tag": Sentence(
        "rejected",
        "标签“{value}”不认识，未入库；请改为 {allowed} 之一，或删去。",
        "tag {value!r} is not one of ours; use one of {allowed}, or remove it.",
    ),
    "unknown_owner": Sentence(
        "rejected",
        "所有制“{value}”不认识，未入库；请改为 {allowed} 之一，或留空。",
        "owner {value!r} is not one of ours; use one of {allowed}, or leave it empty.",
    ),
    "share_over_one": Sentence(
        "rejected",
        "“{value}”的占比超过 100%，未入库；请改正。",
        "the share in {value!r} is above 100%; correct it.",
    ),
    "future_year": Sentence(
        "rejected",
        "年份“{value}”在将来，未入库；应不晚于 {year} 年，请改正。",
        "the year {value!r} lies in the future; write {year} or an earlier one.",
    ),
    "bad_uscc": Sentence(
        "noted",
        "统一社会信用代码校验不通过，已忽略该代码。",
        "credit code fails its check digit; the code was ignored.",
    ),
    "bad_stock_code": Sentence("noted", "股票代码格式不对，已忽略。", "stock code not understood; ignored."),
    "bad_capital": Sentence(
        "noted", "注册资本读不出数额，已留空。", "registered capital has no readable amount; left empty."
    ),
    "bad_date": Sentence("noted", "日期读不出，已留空。", "date not readable; left empty."),
    "long_cell": Sentence(
        "noted",
        "单元格超过 {most} 个字，不像一项内容，已留空。",
        "over {most} characters, too long for one value; left empty.",
    ),
    "bad_number": Sentence("noted", "数字读不出，已留空。", "number not readable; left empty."),
    "no_region": Sentence(
        "noted", "看不出所在地区，未计入任何地区。", "no region could be told; the firm counts in none."
    ),
    "open_place": Sentence(
        "noted",
        "“{value}”不止一处（{places}），看不出是哪一处，未计入其中任何一处；请写明省、市。",
        "{value!r} may be {places}; the firm counts in none of them, name the city.",
    ),
    "place_conflict": Sentence(
        "noted",
        "所在地按{by}记为{place}；{other}“{value}”却指向{elsewhere}，请核对。",
        "the seat was taken from the {by} ({place}); the {other} {value!r} tells {elsewhere}; check it.",
    ),
    "region_assumed": Sentence(
        "noted",
        "本行没有写明所在地，按导入时指定的地区记为{place}。",
        "the row tells no place of its own; the region given for the file was taken: {place}.",
    ),
    "unknown_region": Sentence(
        "noted",
        "行政区划代码不存在，改按地名和信用代码判断。",
        "region code does not exist; place names were used instead.",
    ),
    "duplicate": Sentence(
        "noted",
        "与本文件另一行是同一家企业，已合并，以日期较新、内容较全的一行为准。",
        "same firm as another row of this file; merged, the row with the later date, then the fuller one, counts.",
    ),
    "not_found": Sentence(
        "rejected",
        "查询平台没有匹配到企业，未入库；请核对原名称后再查。",
        "the database found no such firm; check the name and look it up again.",
    ),
    "code_as_number": Sentence(
        "noted",
        "代码被存成了数字，末几位已丢失，已忽略；请把该列设为文本后重新导出。",
        "the code was stored as a number and has lost its last digits; ignored. Export the column as text.",
    ),
    "unknown_currency": Sentence(
        "noted", "该币种没有折算率，金额已留空。", "no rate is known for this currency; left empty."
    ),
    "no_unit": Sentence(
        "noted",
        "看不出单位（元、万元还是亿元），金额已留空；请在表头写明单位。",
        "no unit is told (yuan, 万元 or 亿元); left empty. Write the unit into the heading.",
    ),
    "bare_capital": Sentence(
        "noted",
        "没有单位，按万元读取；若为元请在表头写明。",
        "no unit is told; read as 万元. If it is yuan, write so into the heading.",
    ),
    "bad_revenue": Sentence("noted", "营业收入读不出数额，已留空。", "revenue has no readable amount; left empty."),
    "range_taken": Sentence("noted", "是一个区间，已取中间值。", "a range; its middle was taken."),
    "bound_taken": Sentence("noted", "只说了上限或下限，已取该数。", "only a limit is told; it was taken."),
    "ambiguous_date": Sentence(
        "noted",
        "分不清日和月，只保留年份；请写成 2019-03-05。",
        "day and month cannot be told apart; only the year was kept. Write 2019-03-05.",
    ),
    "future_date": Sentence("noted", "日期在将来，已留空。", "the date lies in the future; left empty."),
    "bad_status": Sentence(
        "noted",
        "登记状态不认识，按不明处理；可用：存续、注销、吊销、迁出、停业、清算。",
        "status not understood, taken as unknown; use 存续, 注销, 吊销, 迁出, 停业 or 清算.",
    ),
    "unknown_label": Sentence("noted", "标签不在词表中，未采用。", "the label is not one of ours; not taken."),
    "odd_amount": Sentence(
        "noted",
        "金额不合常理（{value}），已照录；请核对单位。",
        "the amount is out of the ordinary ({value}); kept. Check its unit.",
    ),
    "firm_of_project": Sentence(
        "noted",
        "图谱中原来没有这家企业，已按台账新建，只有名称；请另行补充。",
        "the firm was not loaded; it was made from the ledger, with its name alone.",
    ),
    # lines of a sheet that are no rows of its table
    "total_row": Sentence("rejected", "是小计或合计行，未入库。", "a line of totals; not taken."),
    "note_row": Sentence("rejected", "是注释或填表信息，未入库。", "a note below the table; not taken."),
    "example_row": Sentence("rejected", "是填写示例，未入库。", "an example of how to fill the form; not taken."),
    "name_note": Sentence(
        "noted",
        "名称后的“{value}”不是名称的一部分，已去掉。",
        "{value!r} behind the name is no part of it and was cut off.",
    ),
    "numbering_row": Sentence("rejected", "是列号行，未入库。", "a line that numbers the columns; not taken."),
    "repeated_heading": Sentence("rejected", "是重复的表头，未入库。", "the heading once more; not taken."),
    "section_row": Sentence(
        "noted", "是表内小标题，已用作其下各行的说明。", "a heading inside the table; taken as said of the rows below."
    ),
    "empty_sheet": Sentence("noted", "工作表是空的。", "the sheet is empty."),
    "no_firms_in_sheet": Sentence(
        "noted",
        "没有企业名称一列（汇总、字典等），未读取。",
        "no column of firms' names (sums, lists of choices); not read.",
    ),
    "no_heading": Sentence(
        "noted",
        "工作表里找不到表头，未读取。",
        "no line of headings was found in the sheet; it was not read.",
    ),
    # facts about firms
    "no_firm": Sentence(
        "rejected",
        "看不出是哪家企业，未入库；请填股票代码、信用代码或企业全称。",
        "no firm is named; give a stock code, a credit code or a full name.",
    ),
    "unknown_firm": Sentence(
        "rejected",
        "图谱中没有这家企业，未入库；请先导入企业表。",
        "no such firm is loaded; load the table of firms first.",
    ),
    "no_value": Sentence("rejected", "关键单元格为空，未入库。", "the cell that matters is empty."),
    "no_product": Sentence("rejected", "是报表科目，不是产品，未入库。", "a line of the accounts, not a product."),
    "cost_item": Sentence("rejected", "是成本科目，不是原材料，未入库。", "a kind of cost, not a material."),
    "anonymous": Sentence(
        "rejected", "对方名称被隐去（如客户A），未入库。", "the counterparty's name is hidden (客户A)."
    ),
    "service": Sentence(
        "rejected",
        "会计师、律师等中介，不反映产业联系，未入库。",
        "an auditor, lawyer or rater; says nothing about the chain.",
    ),
    "itself": Sentence("rejected", "对方就是本企业，未入库。", "the counterparty is the firm itself."),
    "bad_kind": Sentence(
        "rejected",
        "关系类型不认识，未入库；可用：供应商、客户、子公司、母公司、股东、参股、合营、合作、竞争对手。",
        (
            "relation type not understood; use supplier, customer, subsidiary, parent, investor, investee, "
            "joint_venture, partner, competitor."
        ),
    ),
    "not_subsidiary": Sentence(
        "noted",
        "列为子公司，按名称实为母公司、同一集团或所持股份，已改。",
        "told as subsidiary; by its name a parent, of the same group, or shares held; changed.",
    ),
    "firm_as_material": Sentence(
        "noted",
        "原材料一栏写的是企业，已记为供应商。",
        "a firm stands where a material should; kept as a supplier.",
    ),
    "bad_share": Sentence(
        "noted",
        "占比读不出或不在0至100%之间，已留空。",
        "share not readable, or not between 0 and 100%; left empty.",
    ),
    "merged_share": Sentence(
        "noted",
        "几种产品合报一个占比，已平分。",
        "one share was given for several products; divided equally.",
    ),
    "share_overlap": Sentence(
        "noted",
        "各产品占比之和超过100%（口径重叠），环节占比取最大一项。",
        "the shares add up to more than 100% (several breakdowns); a segment takes the largest of them.",
    ),
    "bad_period": Sentence("noted", "期间读不出，日期已留空。", "period not readable; the date was left empty."),
    "bad_value": Sentence("noted", "数值读不出，只保留原文。", "no amount could be read; the text was kept."),
    # the office's own record
    "outcome_read": Sentence(
        "noted",
        "结果是一句话，已按“{value}”理解，原文记入备注。",
        "a sentence, understood as {value!r}; kept in the note.",
    ),
    "bad_outcome": Sentence(
        "rejected",
        "结果不认识，未入库；可用：已联系、已拜访、签约、落地、婉拒、流失、不予推进。",
        "outcome not understood; use contacted, visited, signed, landed, refused, lost, rejected.",
    ),
    "bad_decision_date": Sentence(
        "rejected",
        "日期为空或读不出，未入库；请写成 2026-03-01。",
        "no readable date; write it as 2026-03-01.",
    ),
    "unknown_segment": Sentence("noted", "环节不存在，已留空；请用环节名称或编号。", "no such segment; left empty."),
    "ended_segment": Sentence(
        "noted",
        "该环节编号已停用（{value}），按其去向的第一个记录；若有误请改写后再导入。",
        "the id of the segment has ended ({value}); the first of its heirs was taken.",
    ),
    "ambiguous_segment": Sentence(
        "noted",
        "这个叫法对应几个环节，已留空；请写环节编号，或写“产业链·环节”。",
        "several segments are called that; left empty; write the id of the one meant.",
    ),
    "bad_reason": Sentence(
        "noted",
        "原因代码不认识，已记为其他，原文入备注。",
        "reason not understood; kept as other, its text in the note.",
    ),
    # people's corrections
    "correction_kind": Sentence(
        "rejected",
        "更正“{value}”不认识，未采用；可用：不从事、从事、角色、已停业、另有名称。",
        "correction {value!r} not understood; use not, does, role, closed, alias.",
    ),
    "correction_open": Sentence("noted", "“更正”没有填写，未采用。", "nothing is filled in under 更正; left out."),
    "correction_role": Sentence(
        "rejected",
        "角色“{value}”不认识，未采用；可用：生产企业、种养企业、服务企业、经销商、合作社、分支机构、其他。",
        "no role {value!r}; use maker, grower, service, trader, cooperative, branch, other.",
    ),
    "correction_segment": Sentence(
        "rejected",
        "环节“{value}”已不在产业链中或对应几个环节，未采用；请写环节编号。",
        "the segment {value!r} is gone or stands for several; write the id of one.",
    ),
    "correction_alias": Sentence(
        "rejected", "没有写另一个名称，未采用；请填“另有名称”列。", "no other name is given; fill that column."
    ),
    "correction_reason": Sentence(
        "rejected", "没有写理由或提出人，未采用；请补上。", "no reason or nobody who says so; add both."
    ),
    "correction_waits": Sentence(
        "noted",
        "图谱中没有这家企业，更正已保留，企业导入后起作用。",
        "the firm is not loaded; the correction is kept and applies once it is.",
    ),
    "correction_against": Sentence(
        "noted",
        "与 {value} 的更正相反，两条都保留，以时间在后的为准。",
        "contradicts the correction of {value}; both are kept, the later counts.",
    ),
    "outside_firm": Sentence("noted", "图谱中没有这家企业，按名称保留。", "no such firm is loaded; kept by its name."),
}
