"""The command that says what the answer hangs on."""

from __future__ import annotations

from typing import Annotated

import typer

from exoforge.cli.amounts import Picture, check_picture
from exoforge.cli.front import Json, Quiet, RecordFile, Seed, answer, progress_bar


def mount(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(epilog="Example: exoforge sensitivity my.toml --of effect -o indices.png")(sensitivity)


def sensitivity(
    record: RecordFile,
    of: Annotated[str, typer.Option("--of", help="What is asked: a headline, an endpoint or a class of outcome; without it, the headline.")] = "",
    evaluations: Annotated[int, typer.Option("--evaluations", help="Evaluations of the model at the most, from 200 to 2,000,000.")] = 20_000,
    factors: Annotated[
        int | None, typer.Option("--factors", help="Values that stand alone, the others as one group; else as many as fit.", show_default=False)
    ] = None,
    second_order: Annotated[bool, typer.Option("--second-order", help="Also the interaction of each pair; needs about twice the evaluations.")] = False,
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Rank the uncertain values of a record by what they move (Sobol), and say which of them alone would turn a verdict."""
    from exoforge.design.plan import demand, plan_of
    from exoforge.design.sensitivity.indices import sobol_of
    from exoforge.record.files import read_placed
    from exoforge.record.stated import Stated
    from exoforge.report.figures.sensitivity import sensitivity_figure
    from exoforge.report.sensitivity_plain import sensitivity_facts, sensitivity_rows
    from exoforge.report.sensitivity_text import sensitivity_text

    check_picture(output)
    therapy, places = read_placed(record)
    plan = demand(plan_of(therapy, places), str(record))
    tissue = therapy.target.tissue
    tissues = (str(tissue.value),) if isinstance(tissue, Stated) else ()
    with progress_bar("Evaluating", hidden=quiet or as_json) as progress:
        found = sobol_of(plan, of, evaluations=evaluations, seed=seed, factors=factors, second_order=second_order, tissues=tissues, progress=progress)
    answer(
        sensitivity_facts(found),
        sensitivity_text(found, therapy.id),
        picture=lambda: (sensitivity_figure(found), sensitivity_rows(found)),
        output=output,
        as_json=as_json,
        quiet=quiet,
    )
