"""Target documents with nothing but what a test is about."""

from __future__ import annotations

from recommend.explain.shapes import Grade, TargetDocument


def target(
    name: str, score: float, parent: str = "", region: str = "310000", below: bool = False, grade: Grade = "B"
) -> TargetDocument:
    """A recommended firm whose id is its name."""
    return {
        "firm": {
            "id": name,
            "name": name,
            "short": name,
            "uscc": "",
            "stock_code": "",
            "region": region,
            "place": "",
            "products": [],
            "tags": [],
            "parent": parent,
            "sites": [],
            "revenue_yi": None,
            "revenue_year": None,
            "size": 1.0,
            "source": "",
            "as_of": "",
            "verified_identity": False,
            "verified_products": False,
        },
        "segment": "s",
        "score": score,
        "grade": grade,
        "below_floor": below,
        "features": {},
        "reasons": [],
        "counter": [],
        "unknown": [],
        "path": [],
        "excluded": False,
        "gates": [],
        "parks": [],
        "introductions": [],
    }
