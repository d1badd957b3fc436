"""The measures of a gap in words: what each is, its unit, its formula, its source."""

from __future__ import annotations

from collections.abc import Mapping

from graph.model.words import Lang

# measure of a gap → (name, unit, meaning and formula, source), Chinese then English
MEASURES: dict[str, tuple[tuple[str, str, str, str], tuple[str, str, str, str]]] = {
    "strength": (
        (
            "本地实力",
            "规模单位",
            "从事把握 × 企业规模之和；规模取年营收（亿元）的平方根，大型企业约 6",
            "本系统定义（graph/size）",
        ),
        (
            "local strength",
            "size units",
            "sum of confidence × size; size is the root of revenue in 100 m yuan, about 6 for a large firm",
            "this system (graph/size)",
        ),
    ),
    "pull": (
        ("本地需求拉动", "规模单位", "下游各环节本地实力 × 该环节在其成本中的占比，求和", "投入产出法"),
        (
            "local demand pull",
            "size units",
            "sum over buyers of share of cost × local strength",
            "input–output analysis",
        ),
    ),
    "push": (
        ("本地供给推动", "规模单位", "上游各环节本地实力 × 其在本环节成本中的占比，求和", "投入产出法"),
        (
            "local supply push",
            "size units",
            "sum over suppliers of share of cost × local strength",
            "input–output analysis",
        ),
    ),
    "quotient": (
        (
            "区位商（收缩后）",
            "倍",
            "本地该环节企业占本地全链的比重 ÷ 外地同一比重；企业少时向均值收缩",
            "Clayton、Kaldor（1987）",
        ),
        (
            "location quotient (shrunk)",
            "times",
            "share of the segment in the chain here over the same elsewhere, drawn to the mean where firms are few",
            "Clayton & Kaldor (1987)",
        ),
    ),
    "quotient_low": (
        ("区位商下限", "倍", "八成可信区间的下端", "同上"),
        ("location quotient, low", "times", "lower end of the 80% interval", "as above"),
    ),
    "quotient_high": (
        ("区位商上限", "倍", "八成可信区间的上端，低于 0.8 视为薄弱", "同上"),
        ("location quotient, high", "times", "upper end of the 80% interval; below 0.8 counts as thin", "as above"),
    ),
    "density": (
        ("关联密度", "0–1", "与该环节常在同一城市出现的环节中，本地已有的比重", "Hidalgo 等（2007）"),
        (
            "relatedness density",
            "0–1",
            "share of the segments often found together with it that are here",
            "Hidalgo et al. (2007)",
        ),
    ),
    "effective_suppliers": (
        ("有效供方数", "家", "1 ÷ 各企业份额平方和；低于 1.5 视为单点依赖", "赫芬达尔—赫希曼指数"),
        (
            "effective suppliers",
            "firms",
            "1 / sum of squared shares; below 1.5 counts as single point",
            "Herfindahl–Hirschman",
        ),
    ),
    "largest_share": (
        ("最大企业份额", "0–1", "本地最大一家在本环节本地实力中的占比", "同上"),
        ("largest share", "0–1", "share of the largest firm in local strength", "as above"),
    ),
    "betweenness": (
        ("关键度", "0–1", "经过该环节的最短供应路径占比，除以全链最高者", "Freeman（1977）"),
        (
            "criticality",
            "0–1",
            "share of shortest supply paths through it, over the highest in the chain",
            "Freeman (1977)",
        ),
    ),
    "upstreamness": (
        ("上游度", "步", "到最终使用的平均距离，只用于比较先后", "Antràs 等（2012）"),
        ("upstreamness", "steps", "average distance from final use; for order only", "Antràs et al. (2012)"),
    ),
    "chance": (
        (
            "同类城市推算的可能性",
            "0–1",
            "由其他城市推算：产业构成像本地的城市，至少有一家该环节企业的概率（逻辑回归）",
            "本系统拟合（graph/expected）",
        ),
        (
            "odds by other cities",
            "0–1",
            "probability that a city of this make-up has at least one firm in it (logistic regression)",
            "this system (graph/expected)",
        ),
    ),
    "import_dependence": (
        ("进口占需求", "0–1", "全国需求中靠进口满足的比重（估算）", "产业链目录"),
        ("imports over need", "0–1", "share of national need that is met by imports (estimate)", "chain catalogue"),
    ),
}


def measure_rows(values: Mapping[str, float], lang: Lang) -> list[tuple[str, str, str, str]]:
    """The measures of a gap as (name, value with unit, formula, source), in the order of `MEASURES`."""
    rows = []
    for key, (zh, en) in MEASURES.items():
        if key in values:
            name, unit, formula, source = zh if lang == "zh" else en
            shown = f"{values[key]:.2f}" + ("" if unit == "0–1" else f" {unit}")
            rows.append((name, shown, formula, source))
    return rows
