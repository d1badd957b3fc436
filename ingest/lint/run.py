"""`liantu check`: reads all of `data/` and says everything that is wrong with it, never stopping at the first.

`lint` looks at the data alone; `compare` holds the listed firms against an outside table (`ingest.lint.against`).
"""

from __future__ import annotations

from pathlib import Path

from graph.errors import LiantuError
from graph.model.regions import Regions
from graph.model.retired import FILE as RETIRED
from graph.model.retired import read as read_retired
from graph.model.row_problems import RowProblem
from ingest.lint.against import Agreement, Disagreement, compare
from ingest.lint.chain_rules.impossible import ImpossibleLinks
from ingest.lint.chain_rules.retired import lint_retired
from ingest.lint.chains import lint_chains, lint_reach, lint_terms
from ingest.lint.chances import lint_chances
from ingest.lint.cities import lint_cities
from ingest.lint.findings import finding
from ingest.lint.firm_facts import lint_facts
from ingest.lint.firm_tables import lint_firms
from ingest.lint.firms.products import class_words, lint_products
from ingest.lint.places import COLUMNS, lint_places, read_rows
from ingest.lint.shipped_rows import merged_firms
from ingest.lint.vectors import lint_vectors

__all__ = ["Agreement", "Disagreement", "compare", "lint"]


def lint(data: Path) -> list[RowProblem]:
    """All findings of a `data/` folder, errors first, then by file and row. Raises nothing for what the files hold."""
    found: list[RowProblem] = []
    chains, chain_findings = lint_chains(data / "chains")
    segments = chains.records
    terms, term_findings = lint_terms(data / "terms.yaml", segments)
    regions = _regions(data / "regions.csv", found)
    units = frozenset(r.name for r in read_rows(data / "districts.csv", "districts.csv", COLUMNS["districts.csv"], []))
    rows, firm_findings = lint_firms(data / "firms", regions, units)
    found += chain_findings + term_findings + firm_findings
    found += lint_products(rows, class_words(data, found))
    found += ImpossibleLinks.read(data, found).lint(chains)
    found += lint_places(data, regions, segments)
    found += lint_cities(data, regions)
    found += lint_chances(data, {s.id for s in segments})
    found += lint_facts(data, {r.facts.get("stock_code", "") for r in rows})
    found += lint_reach(segments, terms, merged_firms(rows))
    names = {s.id: s.name for s in segments}
    retired, _ = read_retired(data / RETIRED, names)  # the loader has said what is wrong with it
    # Said once, with the heirs.
    found = [f for f in found if not (f.code == "unknown_segment" and f.value in retired and f.value not in names)]
    found += lint_retired(data, retired, names)
    found += lint_vectors(data / "vectors")
    return sorted(found, key=lambda f: (f.severity, f.file, f.row or 0, f.code, f.name))


def _regions(file: Path, found: list[RowProblem]) -> Regions:
    """The regions, or none of them where the table cannot be read: every place is then unknown, which is said."""
    try:
        return Regions.load(file)
    except LiantuError as error:
        found.append(finding("unreadable", file.name, why=str(error)))
    except (KeyError, ValueError, UnicodeDecodeError) as error:
        found.append(finding("unreadable", file.name, why=f"{type(error).__name__}: {error}"))
    return Regions([])
