"""Sets of chains: which a city works by, and how the segments of one became those of the next."""

from __future__ import annotations

from graph.model.chain_sets.sets import ChainGroup as ChainGroup
from graph.model.chain_sets.sets import ChainSet as ChainSet
from graph.model.chain_sets.sets import ChainSets as ChainSets
from graph.model.chain_sets.sets import Mapping as Mapping
