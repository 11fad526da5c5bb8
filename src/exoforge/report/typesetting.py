"""Paper: a template of typst and the files that it reads, set as a PDF."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import Any

from exoforge.base.errors import InternalError
from exoforge.report.drawing import demand_extra


def typeset(template: str, files: Mapping[str, bytes], *, otherwise: str) -> bytes:
    """The PDF of a template.

    Parameters
    ----------
    template : its place below this room, such as ``lots/certificate.typ``. files : what it reads, by name.
    otherwise : what a person can do where it fails, as the beginning of a sentence: ``Run again with --no-pdf``.

    Raises
    ------
    SettingError
        The 'report' extra is not installed.
    InternalError
        Typst refuses what it was given.
    """
    demand_extra()
    import typst

    main = resources.files("exoforge.report").joinpath(*template.split("/")).read_bytes()
    try:
        compiled: Any = typst.compile  # its stub does not know files in memory
        return bytes(compiled({"main.typ": main, **files}, format="pdf", ignore_system_fonts=True))
    except RuntimeError as trouble:
        raise InternalError(f"The PDF could not be set: {trouble}. {otherwise}, and please report this.") from trouble
