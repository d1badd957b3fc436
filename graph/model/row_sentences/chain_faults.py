"""What a lint of the chain files can find wrong with what they say of a trade."""

from __future__ import annotations

from graph.model.row_sentences.sentence import Sentence

CHAIN_FAULTS: dict[str, Sentence] = {
    # codes, siting, lanes
    "coarse_gbt4754": Sentence(
        "error",
        "国民经济行业代码“{value}”只有两位，配不上企业，也说不清货物；请写到小类（4 位）或中类（3 位）。",
        "industry code {value!r} names a whole division and matches no firm; write its class (4 digits) or group (3).",
    ),
    "unknown_gbt4754": Sentence(
        "error",
        "国民经济行业代码“{value}”不在 GB/T 4754-2017 中（大类为 01 至 97）；请改正。",
        "industry code {value!r} is none of GB/T 4754-2017 (divisions run from 01 to 97); correct it.",
    ),
    "no_siting": Sentence(
        "error",
        "“{name}”没有落地条件（siting）；请写上典型项目的投资、用地、能耗、用水和环境要求，或标为 demand（只采购）。",
        "{name} has no siting; say what a typical project needs (investment, land, power, water, environment), or mark "
        "it as demand.",
    ),
    "no_lane": Sentence(
        "error",
        "本链分了子链（lanes），“{name}”不在任何子链中；请写 lane。",
        "the chain has lanes and {name} stands in none; give it a lane.",
    ),
    "lane_empty": Sentence(
        "warning", "子链“{lane}”没有环节；请删去或归入环节。", "lane {lane} holds no segment; remove or fill it."
    ),
    # segments that only buy
    "demand_sells": Sentence(
        "error",
        "“{name}”只采购、不供货，却是 {kind} 关系的供方；请删去这条关系。",
        "{name} only buys, and supplies here ({kind}); remove the link.",
    ),
    "demand_buys_goods": Sentence(
        "error",
        "“{name}”只采购、不生产，货物不会成为其投入（{kind}）；请改为 service 或 channel，或删去。",
        "{name} makes nothing, so no goods go into it ({kind}); write service or channel, or remove the link.",
    ),
    "demand_has_words": Sentence(
        "error",
        "“{name}”只采购、没有企业，词表却把企业归入它；请删去这些词。",
        "{name} only buys and has no firms, yet the words of this table lead firms there; remove them.",
    ),
    # numbers
    "inputs_low": Sentence(
        "warning",
        "“{name}”各链投入占比之和只有 {share}，低于 0.3：主要原料没有写全；请补上关系。",
        "the inputs of {name} add up to {share} over all chains, below 0.3: what it is made of is missing; add links.",
    ),
    "inputs_high": Sentence(
        "warning",
        "“{name}”各链投入占比之和为 {share}，高于 0.9：没有给人工和其他留余地；请核减。",
        "the inputs of {name} add up to {share} over all chains, above 0.9: nothing is left for labour; lower them.",
    ),
    "weights_off": Sentence(
        "error",
        "各环节价值权重之和为 {total}，与 1 相差 {off}；请按比例调到 1。",
        "the value weights add up to {total}, {off} off 1; scale them to 1.",
    ),
    "weights_no_source": Sentence(
        "warning",
        "没有说明价值权重依据哪项统计（weights_source）；请写明统计名称和年份。",
        "nothing says by which statistic the weights were set (weights_source); name it with its year.",
    ),
    "source_no_year": Sentence(
        "warning",
        "来源“{source}”提到文件却没有年份；请写上年份，否则无从查对。",
        "the source {source!r} names a document without its year; add it, so that it can be looked up.",
    ),
    "few_sources": Sentence(
        "warning",
        "有出处（文件和年份）的占比只有 {n} 条，应不少于 {wanted} 条；先补主要产品的最大投入。",
        "only {n} links name a source with its year, {wanted} are wanted; begin with the largest inputs of main "
        "products.",
    ),
    # trades and goods
    "trade_twice": Sentence(
        "warning",
        "“{name}”与“{other}”（{other_id}）像是同一行业：{why}；请并为一个环节，或在 terms.yaml 的 shared 中说明。",
        "{name} and {other} ({other_id}) look like one trade: {why_en}; merge them, or declare them in `shared` of "
        "terms.yaml.",
    ),
    "impossible_link": Sentence(
        "error",
        "“{supplier}”供不了“{buyer}”：{reason}；请换成真正的供方、改关系类别或删去。",
        "{supplier} cannot supply {buyer}: {reason_en}; name the segment that does, change the kind or remove it.",
    ),
    "rule_unknown_word": Sentence(
        "error",
        "“{value}”既不是 goods_families.csv 中的品类，也不是关系类别；请改正，否则本条规则不起作用。",
        "{value} is neither a family of goods_families.csv nor a kind of link; correct it, or the rule does nothing.",
    ),
    # technologies
    "tech_is_business": Sentence(
        "warning",
        "“{tech}”（“{word}”）是经营方式或政策，不是技术路线；请换成技术或删去。",
        "{tech} ({word}) is a way of doing business or a policy, no technology; replace or remove it.",
    ),
    "techs_only_rise": Sentence(
        "warning",
        "“{name}”的 {n} 项技术路线全部上升；请写上平稳的和正被替代的。",
        "all {n} technologies of {name} rise; add those that are stable or being replaced.",
    ),
    "chain_only_rises": Sentence(
        "warning",
        "全链 {n} 项技术路线有 {rising} 项上升（{share}，超过七成），走势说明不了什么；请逐项核对。",
        "{rising} of the {n} technologies of the chain rise ({share}, above 70%): the trend says nothing; go through "
        "them.",
    ),
    # ids that ended
    "retired_used": Sentence(
        "error",
        "环节 {value} 已停用，由 {heirs} 接替；请改用接替的环节。",
        "segment {value} has ended; its heirs are {heirs}; use one of them.",
    ),
}
