"""The commands of lots: begin one, check it, judge it against a specification, see and keep its history, follow many."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exoforge.base.errors import sentence_of
from exoforge.cli import lot_trend
from exoforge.cli.front import Json, Quiet, Seed, count, plain, say

lot = typer.Typer(name="lot", help="Lots: judged against a specification, with a certificate and a history, and followed.", no_args_is_help=True)

LotFile = Annotated[Path, typer.Argument(help="A lot (TOML).", show_default=False)]
SpecName = Annotated[str, typer.Option("--spec", "-s", help="A specification: the name of one that comes along ('exoforge lot specs'), or a file.")]
Who = Annotated[str, typer.Option("--who", help="Who does this, for the history; without it, the user name of this computer.", envvar="EXOFORGE_WHO")]
Why = Annotated[str, typer.Option("--why", help="Why, for the history.")]


@lot.command(epilog="Example: exoforge lot new lot-07.toml --who 'A. Example'")
def new(path: Annotated[Path, typer.Argument(help="The file to make.", show_default=False)], who: Who = "", why: Why = "", as_json: Json = False,
        quiet: Quiet = False, seed: Seed = 0) -> None:  # fmt: skip
    """Make a commented lot to start from, and begin its history."""
    from exoforge.base.disk import is_there
    from exoforge.base.errors import FileError
    from exoforge.record.history import append, history_path
    from exoforge.record.lots.lot_files import digest_of, write_new_lot

    del seed
    history = history_path(path)
    if is_there(history):
        raise FileError(f"There is already a history '{history}' of a lot of this name; give another name.")
    write_new_lot(path)
    append(history, who=_who(who), event="created", what=f"{path.name} made from the template", why=why, subject=digest_of(path))
    text = f"Wrote {path} and {history.name}. Next: fill it in, then exoforge lot check {path}"
    say({"ok": True, "written": [str(path), str(history)]}, text, as_json=as_json, quiet=quiet)


@lot.command(epilog="Example: exoforge lot check lot-07.toml")
def check(path: LotFile, as_json: Json = False, quiet: Quiet = False, seed: Seed = 0) -> None:
    """Say everything that is wrong or doubtful in a lot, with the line; also whether its files are those that it states."""
    from exoforge.record.lots.lot_files import check_lot

    del seed
    _, found = check_lot(path)
    errors = [one for one in found if one.severity == "error"]
    lines = [sentence_of(one, str(path)) if one.severity == "error" else f"note: {sentence_of(one, str(path))}" for one in found]
    lines.append(f"{path}: {count(len(errors), 'problem')}, {count(len(found) - len(errors), 'note')}.")
    say({"ok": not errors, "problems": [plain(one) for one in found]}, "\n".join(lines), as_json=as_json, quiet=quiet and not errors)
    if errors:
        raise typer.Exit(2)


@lot.command(epilog="Example: exoforge lot specs sttt-2025")
def specs(name: Annotated[str | None, typer.Argument(help="One specification to print; without it, all are listed.", show_default=False)] = None,
          as_json: Json = False, quiet: Quiet = False, seed: Seed = 0) -> None:  # fmt: skip
    """List the specifications that come along, or print one as a file to start from."""
    from exoforge.quality.release.specification import shipped, specification, specification_text

    del seed
    if name is not None:
        say(specification(name).model_dump(mode="json", by_alias=True), specification_text(name).rstrip(), as_json=as_json, quiet=quiet)
        return
    from exoforge.report.text import wrapped

    found = [specification(one) for one in shipped()]
    facts = [{"id": one.id, "version": one.version, "title": one.title, "source": one.source, "tests": len(one.tests), "note": one.note} for one in found]
    lines = [line for one in found for line in wrapped(f"{one.title}; {len(one.tests)} tests. {one.source}. {one.note}", f"{one.id:<12}")]
    say(facts, "\n".join(lines), as_json=as_json, quiet=quiet)


@lot.command(epilog="Example: exoforge lot judge lot-07.toml --spec sttt-2025 --who 'A. Example' -o certificate.pdf")
def judge(
    path: LotFile,
    spec: SpecName,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Certificate to write, too: .pdf (with a .json beside it) or .json.")] = None,
    who: Who = "",
    why: Why = "",
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Hold a lot against a specification, test by test, and enter it in the lot's history.

    The exit code is 0 whenever the lot was judged, also when it does not conform; 2 means that it could not be judged.
    """
    from exoforge.design.lot_judgement import judge_lot
    from exoforge.report.lots.certificate import check_certificate, write_certificate
    from exoforge.report.lots.release_plain import judgement_plain
    from exoforge.report.lots.release_text import judgement_text

    del seed
    if output is not None:
        check_certificate(output)
    facts = judgement_plain(judge_lot(path, spec, who=_who(who), why=why))
    written = write_certificate(output, facts) if output is not None else ()
    text = judgement_text(facts) + "".join(f"\n{lead}Wrote {one}." for lead, one in zip(["\n", "", ""], written, strict=False))
    say(facts | {"ok": True, "written": [str(one) for one in written]}, text, as_json=as_json, quiet=quiet)


@lot.command(epilog="Example: exoforge lot enter lot-07.toml --event corrected --what 'batch size was 40 mL' --who 'A. Example'")
def enter(
    path: LotFile,
    what: Annotated[str, typer.Option("--what", help="What was done.")],
    event: Annotated[str, typer.Option("--event", help="file added, result added, corrected or note.")] = "note",
    who: Who = "",
    why: Why = "",
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Enter in the history of a lot what was done with it."""
    from dataclasses import asdict

    from exoforge.record.history import append, history_path
    from exoforge.record.lots.lot_files import digest_of

    del seed
    entry = append(history_path(path), who=_who(who), event=event, what=what, why=why, subject=digest_of(path))
    say({"ok": True, "entry": asdict(entry)}, f"Entry {entry.number}, {entry.digest[:16]}…", as_json=as_json, quiet=quiet)


@lot.command(epilog="Example: exoforge lot history lot-07.toml --holds 3f2a9c…")
def history(
    path: LotFile,
    holds: Annotated[str, typer.Option("--holds", help="Digest of an entry, as a certificate prints it, that must be in the history.")] = "",
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Print the history of a lot, and say whether it is whole; an altered past ends with exit code 2."""
    from dataclasses import asdict

    from exoforge.base.errors import FileError
    from exoforge.record.history import history_path, lost_entry, read_history, unexplained_change
    from exoforge.record.lots.lot_files import digest_of
    from exoforge.report.lots.history_text import history_text

    del seed
    found = read_history(history_path(path))
    if not found.entries and not found.breaks and not found.notices:
        raise FileError(f"There is no history '{history_path(path)}'; 'exoforge lot judge' and 'exoforge lot enter' begin one.")
    lost = lost_entry(found, holds) if holds else ""
    breaks, notices = [*found.breaks, *([lost] if lost else [])], list(found.notices)
    try:
        changed = unexplained_change(found, digest_of(path))
    except FileError as trouble:
        changed = f"The lot file itself is not there: {trouble}"
    notices += [changed] if changed else []
    facts = {"ok": not breaks, "entries": [asdict(one) for one in found.entries], "breaks": breaks, "notices": notices}
    say(facts, history_text(found.entries, breaks, notices), as_json=as_json, quiet=quiet and not breaks)
    if breaks:
        raise typer.Exit(2)


@lot.command(epilog="Example: exoforge lot export lot-07.toml --spec sttt-2025 --who 'A. Example' -o lot-07-export")
def export(
    path: LotFile,
    spec: SpecName,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder to make; it must not be there yet.")],
    with_files: Annotated[bool, typer.Option("--with-files", help="Also copy the instrument files.")] = False,
    who: Who = "",
    why: Why = "",
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Judge a lot and put everything about it in one folder: lot, specification, record, history, certificate, digests of all files."""
    from exoforge.design.lot_judgement import judge_lot
    from exoforge.record.history import history_path
    from exoforge.report.lots.export import check_export, write_export
    from exoforge.report.lots.release_plain import judgement_plain
    from exoforge.report.text import wrapped

    del seed
    check_export(output, path, with_files=with_files)
    facts = judgement_plain(judge_lot(path, spec, who=_who(who), why=why, event="exported"))
    written = write_export(output, path, spec, history_path(path), facts, with_files=with_files)
    text = "\n".join([*wrapped(facts["sentence"]), "", *(f"  {one}" for one in written)])
    say({"ok": True, "overall": facts["overall"], "written": [str(one) for one in written]}, text, as_json=as_json, quiet=quiet)


lot.command(epilog='Example: exoforge lot trend lots/ --figure "D50" --spec spec.toml -o chart.svg')(lot_trend.trend)


def _who(stated: str) -> str:
    """The person as stated, or else the user name, which is said to be one."""
    if stated.strip():
        return stated.strip()
    import getpass

    from exoforge.base.errors import SettingError

    try:
        return f"{getpass.getuser()} (user name of the computer)"
    except (OSError, KeyError, ImportError):
        raise SettingError("Nobody is named for the history; give --who.") from None
