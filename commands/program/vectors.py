"""The vectors that travel with the data (`make vectors`)."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from commands.console import bar, note, workspace
from graph.errors import UnfitVectors


def vectors(
    anew: Annotated[
        bool, typer.Option("--anew", help="全部重新编码 / encode all of them, also what has not changed")
    ] = False,
) -> None:
    """随附向量：data/ 有变动后重做，只编码有变动的文字。Vectors of what ships, made again after a change of data/."""
    from recommend.encode.encoder import LazyEncoder, Recorder
    from recommend.encode.shipped import ShippedVectors, file_of, write
    from workspace import Workspace

    settings = workspace(None).settings
    with tempfile.TemporaryDirectory(prefix="liantu-vectors-", ignore_cleanup_errors=True) as place:
        # What was encoded here before is used; `--anew` sees none of it.
        cache = Path(place) / "vectors" if anew else settings.vectors
        space = Workspace(replace(settings, db=str(Path(place) / "liantu.db"), graph="", casework=""))
        lazy = LazyEncoder(settings.model, settings.weights)
        file, before = file_of(settings.data / "vectors", lazy.model_id), None
        if file.is_file() and not anew:
            try:
                before = ShippedVectors.read(file, lazy.model_id, lazy.dim)
            except UnfitVectors as error:
                note(str(error))
        recorder = Recorder(lazy, cache, before)
        space.encoder = recorder
        with bar() as step:
            space.build(step, force=True)
            space.warm_assignment(step)
        numbers = recorder.numbers()
        new = sum(before is None or key not in before for key in numbers)
        size = write(file, lazy.model_id, numbers)
    mb = f"{size / 1e6:.1f} MB"
    note(f"{file.name}：{len(numbers)} 段文字，{mb}，其中新增 {new} 段 / {len(numbers)} texts, {mb}, {new} of them new")
