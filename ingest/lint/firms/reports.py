"""What a listed firm's report says of its products, held against the segments that our table leads it to."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from graph.errors import LiantuError
from graph.model.records import MICRO
from ingest.assign.assigner import Assigner
from ingest.assign.lexicon import NO_GENERAL_TERMS, GeneralTerms
from ingest.lint.chain_rules.chain_files import ChainFiles
from ingest.lint.shipped_rows import ShippedRow, merged_firms
from ingest.read import normalise as n
from ingest.read import report_cells
from ingest.read.report_products import read_products
from ingest.read.table_specs import native

MAIN = 3  # products of a report, the largest shares first
LEAST = MICRO // 10  # of revenue, for a product that tells its share
_PRODUCTS = re.compile(native().spec("listed").columns["products"].pattern)
# Pairs of characters that any list of products may have.
_PLAIN_WORDS = (
    "产品 系统 设备 服务 材料 技术 系列 解决 决方 方案 业务 制造 生产 加工 销售 其他 相关 及其 工程 开发 "
    "装备 部件 零部 组件 配件 制品 平台 智能 数字 能化 集成 信息 运营 管理 检测 电子 机械 行业 专用 自动 "
    "动化 高端 精密 新型 用品 产业 项目 类产 列产 品及"
)
_PLAIN_PAIRS = frozenset(_PLAIN_WORDS.split())


def _pairs(products: Sequence[str]) -> set[str]:
    """Two characters each, as they stand beside each other in the names."""
    names = (re.sub(r"[^\u4e00-\u9fffA-Za-z]", " ", p) for p in products)
    return {a + b for name in names for a, b in itertools.pairwise(name) if " " not in a + b} - _PLAIN_PAIRS


class ReportedProducts:
    """The segments of the main products in a report, by terms alone, as a build without an encoder finds them."""

    def __init__(self, data: Path, columns: Sequence[str]) -> None:
        """columns: of the outside table; where it has no `main_products_YYYY`, nothing can be compared."""
        years = {m.group(1): c for c in columns if (m := _PRODUCTS.search(c))}
        self.column = years[max(years)] if years else ""
        segments = ChainFiles.read(data / "chains").records
        try:
            terms = GeneralTerms.load(data / "terms.yaml")
        except LiantuError:  # `lint` says what is wrong with them
            terms = NO_GENERAL_TERMS
        known = {s.id for s in segments}
        self._assigner = Assigner(segments, None, terms.through(lambda s: (s,) if s in known else ()))
        self.names = {s.id: s.name for s in segments}

    def main(self, cells: Mapping[str, str]) -> list[str]:
        """The main products of a report, as it writes them."""
        told = report_cells.product_list(n.blank(cells.get(self.column, "")))
        products, _ = read_products((0, name, share, "") for name, share in told)
        large = [p for p in products if p.share is None or p.share >= LEAST]
        return [p.name for p in sorted(large, key=lambda p: -(p.share or 0))[:MAIN]]

    def segments_of(self, products: Sequence[str]) -> set[str]:
        """Where such products stand, each asked about by itself."""
        return {
            m.segment_id
            for product in products
            for m in self._assigner.assign({"name": "", "products": [product]}).memberships
        }

    @staticmethod
    def alike(ours: Sequence[str], theirs: Sequence[str]) -> bool:
        """Do two lists of products have two characters in common that say something: 药用胶塞, 覆膜胶塞?"""
        return bool(_pairs(ours) & _pairs(theirs))

    def ours(self, rows: Sequence[ShippedRow]) -> set[str]:
        """The segments of the firm of these rows."""
        return {m.segment_id for facts in merged_firms(rows) for m in self._assigner.assign(facts).memberships}
