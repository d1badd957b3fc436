"""How large the cities are: people, output, what the output is made of. Read from `data/cities.csv`."""

from __future__ import annotations

from graph.model.cities.city import City as City
from graph.model.cities.city import Figure as Figure
from graph.model.cities.city import Shares as Shares
from graph.model.cities.table import load as load
from graph.model.cities.table import read as read
