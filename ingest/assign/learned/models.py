"""Which learned model assigns firms: the office's own, else the shipped one; and why one that is there is not used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from graph.errors import LiantuError
from graph.model.retired import NONE, Retired
from ingest.assign.assigner import Assigner
from ingest.assign.learned.learned_assigner import LearnedAssigner
from ingest.assign.learned.model_file import Model, load

ALONE = (
    "没有可用的归类模型，企业只按词语规则归入环节 / no model of assignment can be used: "
    "firms are placed by the rules alone"
)


@dataclass
class Models:
    """The first of `files` that is there and can be read. told: is told, in a sentence, of each that cannot."""

    files: Sequence[Path]
    told: Callable[[str], None]
    _problems: list[str] = field(default_factory=list, init=False)

    @cached_property
    def model(self) -> Model | None:
        """The model; None where there is none that can be used."""
        for file in self.files:
            try:
                if file.is_file():
                    return load(file)
            except LiantuError as error:
                self._tell(str(error))
        if self._problems:
            self.told(ALONE)
        return None

    @property
    def problems(self) -> list[str]:
        """A sentence for each model that is there and cannot be used."""
        _ = self.model
        return list(self._problems)

    def learned(self, words: Assigner, retired: Retired = NONE) -> LearnedAssigner | None:
        """The model with the encoder on top of the rules `words`, for who can wait; None where there is none, or it was
        taught on another encoder's vectors (`problems`)."""
        try:
            return LearnedAssigner(words, self.model, retired) if self.model else None
        except LiantuError as error:
            self._tell(str(error))
            return None

    def _tell(self, problem: str) -> None:
        self._problems.append(problem)
        self.told(problem)
