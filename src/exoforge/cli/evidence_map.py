"""The commands that draw the evidence: what was tried with what, when, and in which trials."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from exoforge.cli.facets import Filters, with_facets
from exoforge.cli.front import Json, Quiet, Seed, say

Found = TypeVar("Found")
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="File to write: .html (a page to explore), .svg, .png, .csv or .json; without it, a table.", show_default=False),
]


@with_facets
def map_(
    path: Output = None,
    rows: Annotated[str, typer.Option("--rows", help="What stands in the rows: any of the facets below.")] = "tissue",
    columns: Annotated[str, typer.Option("--columns", help="What stands in the columns.")] = "carrier-class",
    size: Annotated[str, typer.Option("--size", help="What is counted: arms or studies.")] = "arms",
    fine: Annotated[bool, typer.Option("--fine", help="Cross the words themselves instead of their widest classes.")] = False,
    *,
    filters: Filters,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Cross two facets: what was tried with what, and where the gaps are."""
    from exoforge.evidence.gaps import gap_map
    from exoforge.evidence.store import open_store
    from exoforge.report.evidence.map_text import gap_facts, gap_text

    del seed
    _check(path)
    with open_store() as store:
        found = gap_map(store, rows, columns, size=size, fine=fine, filters=filters)
    if path is None:
        say(gap_facts(found), gap_text(found), as_json=as_json, quiet=quiet)
        return
    from exoforge.report.evidence.map_contents import gap_page
    from exoforge.report.evidence.map_text import gap_rows
    from exoforge.report.evidence.maps import gap_map_spec

    _demand(bool(found.rows))
    _write(path, found, spec=gap_map_spec, rows=gap_rows, page=gap_page)
    say({"ok": True, "written": [str(path)], **gap_facts(found)}, f"Wrote {path}.", as_json=as_json, quiet=quiet)


@with_facets
def timeline(
    path: Output = None,
    by: Annotated[str, typer.Option("--by", help="What divides the bars, for example study-type or document.")] = "study-type",
    *,
    filters: Filters,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Count arms by the year of the work that they cite."""
    from exoforge.evidence.gaps import timeline as laid_out
    from exoforge.evidence.store import open_store
    from exoforge.report.evidence.map_text import timeline_facts, timeline_text

    del seed
    _check(path)
    with open_store() as store:
        found = laid_out(store, filters, by=by)
    if path is None:
        say(timeline_facts(found), timeline_text(found), as_json=as_json, quiet=quiet)
        return
    from exoforge.report.evidence.map_contents import timeline_page
    from exoforge.report.evidence.map_text import timeline_rows
    from exoforge.report.evidence.maps import timeline_spec

    _demand(bool(found.years))
    _write(path, found, spec=timeline_spec, rows=timeline_rows, page=timeline_page)
    say({"ok": True, "written": [str(path)], **timeline_facts(found)}, f"Wrote {path}.", as_json=as_json, quiet=quiet)


@with_facets
def landscape(path: Output = None, *, filters: Filters, as_json: Json = False, quiet: Quiet = False, seed: Seed = 0) -> None:
    """Lay the trials out by product, phase, indication and status, with their doses."""
    from exoforge.evidence.gaps import landscape as laid_out
    from exoforge.evidence.store import open_store
    from exoforge.report.evidence.map_text import landscape_facts, landscape_text

    del seed
    _check(path)
    with open_store() as store:
        found = laid_out(store, filters)
    if path is None:
        say(landscape_facts(found), landscape_text(found), as_json=as_json, quiet=quiet)
        return
    from exoforge.report.evidence.landscape import landscape_spec
    from exoforge.report.evidence.map_contents import landscape_page
    from exoforge.report.evidence.map_text import landscape_rows

    _demand(bool(found.trials))
    _write(path, found, spec=landscape_spec, rows=landscape_rows, page=landscape_page)
    say({"ok": True, "written": [str(path)], **landscape_facts(found)}, f"Wrote {path}.", as_json=as_json, quiet=quiet)


def _check(path: Path | None) -> None:
    """See that the file can be made, before the store is asked."""
    if path is not None:
        from exoforge.base.disk import check_folder
        from exoforge.report.picture_files import check_ending

        check_ending(path, page=True)
        check_folder(path.parent)


def _demand(anything: bool) -> None:
    if not anything:
        from exoforge.base.errors import SettingError

        raise SettingError("Nothing that was asked for can be drawn, and nothing was written; widen the question.")


def _write(path: Path, found: Found, *, spec: Callable[[Found], Any], rows: Callable[[Found], Any], page: Callable[[Found, Any], Any]) -> None:
    """Write a map as the ending of the name says; the page tells what was judged of its studies."""
    from exoforge.evidence.bias import judged_studies, read_judgements
    from exoforge.report.evidence.map_page import page_text
    from exoforge.report.picture_files import write_picture

    judged = judged_studies(read_judgements())
    write_picture(path, spec=spec(found), rows=rows(found), page=lambda: page_text(page(found, judged)))
