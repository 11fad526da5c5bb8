"""Commented records to start from."""

from __future__ import annotations

import difflib
from importlib import resources
from pathlib import Path

from exoforge.base.disk import write_new
from exoforge.base.errors import SettingError


def templates() -> tuple[str, ...]:
    """The names of all templates."""
    folder = resources.files("exoforge.record") / "samples"
    return tuple(sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml")))


def template_text(name: str) -> str:
    """The text of a template, comments and all.

    Raises
    ------
    SettingError
        There is no such template; the sentence names the nearest.
    """
    if name not in templates():
        near = difflib.get_close_matches(name, templates(), n=1, cutoff=0.5)
        hint = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(templates())}."
        raise SettingError(f"There is no template '{name}'; {hint}")
    return (resources.files("exoforge.record") / "samples" / f"{name}.toml").read_text(encoding="utf-8")


def write_template(name: str, path: Path) -> None:
    """Write a template where no file is yet.

    Raises
    ------
    SettingError
        There is no such template.
    FileError
        There is a file already, or the place cannot be written.
    """
    write_new(path, template_text(name))
