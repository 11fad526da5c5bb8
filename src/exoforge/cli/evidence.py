"""The commands of the evidence: what was published, where it is said, and who contradicts whom."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exoforge.cli.evidence_add import add, remove, template
from exoforge.cli.evidence_bias import mount as mount_bias
from exoforge.cli.evidence_map import landscape, map_, timeline
from exoforge.cli.evidence_mechanisms import mechanisms
from exoforge.cli.facets import Filters, with_facets
from exoforge.cli.front import Json, Quiet, RecordFile, Seed, count, say

evidence = typer.Typer(name="evidence", help="Published arms: search them, question them, hand them on.", no_args_is_help=True, rich_markup_mode=None)

Text = Annotated[list[str] | None, typer.Argument(help="Free words; 'hucMSC' also finds umbilical cord MSC.", show_default=False)]


def mount(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.add_typer(evidence)
    for command, example in (
        (search, 'exoforge evidence search "hypoxia bone" --study-type "in vivo"'),
        (show, "exoforge evidence show lu2023-t2-05"),
        (export, "exoforge evidence export corpus.jsonl"),
        (summary, "exoforge evidence summary"),
        (like, "exoforge evidence like my.toml"),
        (rows, "exoforge evidence rows lu2023"),
        (facts, "exoforge evidence facts storage"),
        (conflicts, "exoforge evidence conflicts half-life"),
        (mechanisms, "exoforge evidence mechanisms --cargo miR-21"),
        (map_, "exoforge evidence map --rows tissue --columns carrier-class --size arms"),
        (timeline, "exoforge evidence timeline"),
        (landscape, "exoforge evidence landscape"),
        (add, "exoforge evidence add my-study.csv"),
        (template, "exoforge evidence template my-study.csv"),
        (remove, "exoforge evidence remove my-arm"),
    ):
        evidence.command(example.split()[2], epilog=f"Example: {example}")(command)
    mount_bias(evidence)
    app.command(epilog="Example: exoforge trials --indication osteoarthritis --phase 1")(trials)


@with_facets
def search(
    text: Text = None,
    limit: Annotated[int, typer.Option("--limit", "-n", help="Arms on a page.", min=1, max=1_000_000)] = 10,
    offset: Annotated[int, typer.Option("--offset", help="Arms to pass over.", min=0, max=1_000_000_000)] = 0,
    *,
    filters: Filters,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Find published arms by words and facets."""
    from dataclasses import asdict

    from exoforge.evidence.search import Question
    from exoforge.evidence.search import search as ask
    from exoforge.evidence.store import open_store
    from exoforge.report.evidence.text import answer_text

    del seed
    with open_store() as store:
        answer = ask(store, Question(text=" ".join(text or ()), filters=filters, limit=limit, offset=offset))
    say(asdict(answer), answer_text(answer, offset=offset), as_json=as_json, quiet=quiet)


def show(
    name: Annotated[str, typer.Argument(help="An arm, a claim (document, table, row), a study or a trial.", show_default=False)],
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Show arms whole: every field with its place, the citation check, conflicts, and what other documents say of the study."""
    from exoforge.evidence.lookup import arms_of
    from exoforge.evidence.store import open_store
    from exoforge.report.evidence.show import shown_facts, shown_text

    del seed
    with open_store() as store:
        arms = arms_of(store, name)
        siblings = tuple({arm.therapy.id: arm for key in {arm.claim.study for arm in arms} - {""} for arm in arms_of(store, key)}.values())
    say(shown_facts(arms, siblings), shown_text(arms, siblings), as_json=as_json, quiet=quiet)


@with_facets
def export(
    path: Annotated[Path, typer.Argument(help="The file to write; it ends in .jsonl, .csv, .parquet, .bib or .ris.", show_default=False)],
    text: Text = None,
    *,
    filters: Filters,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Write arms with every field and its provenance, or the works that they cite."""
    from exoforge.evidence.export import export as write
    from exoforge.evidence.search import Question
    from exoforge.evidence.store import open_store

    del seed
    with open_store() as store:
        written = write(store, path, Question(text=" ".join(text or ()), filters=filters))
    say({"ok": True, "written": [str(path)], "arms": written}, f"Wrote {path}: {count(written, 'arm')}.", as_json=as_json, quiet=quiet)


def summary(as_json: Json = False, quiet: Quiet = False, seed: Seed = 0) -> None:
    """Say what the evidence is made of, and what it cannot tell."""
    from dataclasses import asdict

    from exoforge.evidence.store import open_store
    from exoforge.evidence.summary import summarise
    from exoforge.report.evidence.summary import summary_text

    del seed
    with open_store() as store:
        told = summarise(store)
    say(asdict(told), summary_text(told), as_json=as_json, quiet=quiet)


def like(
    record: RecordFile,
    nearest: Annotated[int, typer.Option("--nearest", "-k", help="How many arms.", min=1)] = 5,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Find the published arms nearest to a record: what is alike, what differs, what is not known."""
    from exoforge.evidence.additions import read_additions
    from exoforge.evidence.corpus import published
    from exoforge.evidence.nearest import nearest as neighbours_of
    from exoforge.record.files import read_record
    from exoforge.report.evidence.nearest import neighbours_facts, neighbours_text

    del seed
    held = (*published(), *(arm.therapy for arm in read_additions()))
    found = neighbours_of(read_record(record), nearest, among=held)
    say(neighbours_facts(found), neighbours_text(found), as_json=as_json, quiet=quiet)


def rows(
    document: Annotated[str, typer.Argument(help="One document; without it, all.")] = "",
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Account for every row of every table that was read."""
    from exoforge.evidence.accounting import accounts
    from exoforge.evidence.readings import claims
    from exoforge.report.evidence.accounting import accounts_facts, accounts_text

    del seed
    found = accounts(claims(), document)
    say(accounts_facts(found), accounts_text(found), as_json=as_json, quiet=quiet)


def facts(
    about: Annotated[str, typer.Argument(help="A topic or a word; without it, all.")] = "",
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Show what the documents state beside studies: sizes, densities, isolation protocols, ratings, storage."""
    from dataclasses import asdict

    from exoforge.evidence.facts import facts_about
    from exoforge.report.evidence.facts import facts_text

    del seed
    found = facts_about(about)
    say([asdict(one) for one in found], facts_text(found), as_json=as_json, quiet=quiet)


def conflicts(
    about: Annotated[str, typer.Argument(help="A topic or a word; without it, all.")] = "",
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Show where documents contradict each other, or themselves, with the words of every side."""
    from dataclasses import asdict

    from exoforge.evidence.conflicts import conflicts_about
    from exoforge.report.evidence.text import conflicts_text

    del seed
    found = conflicts_about(about)
    say([asdict(one) for one in found], conflicts_text(found), as_json=as_json, quiet=quiet)


@with_facets
def trials(*, filters: Filters, as_json: Json = False, quiet: Quiet = False, seed: Seed = 0) -> None:
    """Lay the trials side by side: dose, schedule, route and status of each."""
    from exoforge.evidence.store import open_store
    from exoforge.evidence.trials import trials_of
    from exoforge.report.evidence.trials import trials_facts, trials_text

    del seed
    with open_store() as store:
        found = trials_of(store, filters)
    say(trials_facts(found), trials_text(found), as_json=as_json, quiet=quiet)
