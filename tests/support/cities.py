"""A row of `cities.csv` that nothing is wrong with."""

from __future__ import annotations

ROW = {
    "region_code": "410700",
    "name": "新乡市",
    "population_wan": "611.3",
    "population_year": "2024",
    "gdp_yi": "3569.7",
    "gdp_year": "2024",
    "primary_share": "0.097",
    "secondary_share": "0.449",
    "tertiary_share": "0.454",
    "shares_year": "2020",
    "industry_yi": "1500",
    "industry_year": "2024",
    "population_source": "a yearbook",
    "gdp_source": "a communiqué",
    "shares_source": "a communiqué",
    "industry_source": "estimate",
    "as_of": "2026-11",
}
