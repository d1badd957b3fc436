"""The pages in the order of the navigation. A new page is a folder in `app_pages/pages` and one line here."""

from __future__ import annotations

from typing import NamedTuple


class Page(NamedTuple):
    """A page: the name of its folder, which is its address too, and its icon in the navigation."""

    name: str
    icon: str

    @property
    def file(self) -> str:
        """The script that draws the page, from the project folder."""
        return f"app_pages/pages/{self.name}/page.py"

    @property
    def texts(self) -> str:
        """The module with the page's own texts, as `TEXTS`; the title in the navigation is `nav.<name>` among them."""
        return f"app_pages.pages.{self.name}.texts"


PAGES = (
    Page("overview", ":material/dashboard:"),
    Page("chain_map", ":material/account_tree:"),
    Page("gap_list", ":material/troubleshoot:"),
    Page("target_map", ":material/map:"),
    Page("targets", ":material/domain:"),
    Page("tech_map", ":material/timeline:"),
    Page("market_map", ":material/public:"),
    Page("visits", ":material/route:"),
    Page("firm", ":material/badge:"),
    Page("search", ":material/search:"),
    Page("backtest", ":material/fact_check:"),
    Page("data", ":material/database:"),
    Page("settings", ":material/settings:"),
)
