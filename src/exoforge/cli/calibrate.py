"""The command that lays a record's assumptions beside a user's measurements."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, get_args

import typer

from exoforge.cli.amounts import Plot, check_picture, one_of
from exoforge.cli.front import Json, Quiet, RecordFile, Seed, answer, progress_bar


def mount(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(epilog="Example: exoforge calibrate my.toml --data release.csv --hold-out 0.25 -o calibrated.toml")(calibrate)


def calibrate(
    record: RecordFile,
    data: Annotated[Path, typer.Option("--data", help="A table (CSV): quantity, time [h], value, unit, sd, study.", show_default=False)],
    hold_out: Annotated[str, typer.Option("--hold-out", help="Values kept back to judge: a share like 0.25, or a column that says yes or no.")] = "",
    method: Annotated[str, typer.Option("--method", help="smoother (fast, approximate) or mcmc (slow, exact once converged).")] = "smoother",
    error: Annotated[str, typer.Option("--error", help="Error of the measurements: normal or log-normal.")] = "normal",
    members: Annotated[int, typer.Option("--members", help="Members of each of the smoother's two ensembles.")] = 400,
    steps: Annotated[int, typer.Option("--steps", help="Steps of each walker of the MCMC at the most.")] = 6000,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File for the record with the calibrated values.", show_default=False)] = None,
    plot: Plot = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Calibrate the uncertain values of a record to measurements, and check the result on values kept back."""
    from exoforge.base.disk import check_folder, write_atomically
    from exoforge.design.calibration.calibrate import calibrate as calibrate_to
    from exoforge.design.calibration.data import read_measured
    from exoforge.design.calibration.quantities import measurables_of
    from exoforge.design.calibration.record import READ_AS, calibrated_record
    from exoforge.design.calibration.result import ErrorModel, Method
    from exoforge.design.plan import demand, plan_of
    from exoforge.design.sensitivity.rows import central_outcome
    from exoforge.record.files import read_placed, record_text
    from exoforge.report.calibration_plain import calibration_facts, calibration_rows
    from exoforge.report.calibration_text import calibration_text
    from exoforge.report.figures.calibration import calibration_figure
    from exoforge.report.text import wrapped

    way: Method = one_of(method, get_args(Method), "--method")
    of_error: ErrorModel = one_of(error, get_args(ErrorModel), "--error")
    check_picture(plot)
    if output is not None:
        check_folder(output.parent)
    therapy, places = read_placed(record)
    plan = demand(plan_of(therapy, places), str(record))
    measured = read_measured(data, measurables_of(central_outcome(plan)), hold_out=hold_out, seed=seed)
    with progress_bar("Calibrating", hidden=quiet or as_json) as progress:
        found = calibrate_to(plan, measured, method=way, error=of_error, seed=seed, members=members, most_steps=steps, progress=progress)
    text = calibration_text(found, therapy.id)
    if output is not None:
        write_atomically(output, record_text(calibrated_record(therapy, plan, found)))
        text += "\n".join(["", "", f"Wrote {output}. Next: exoforge run {output}", *wrapped(f"Mind that {READ_AS}.", "  ")])
    answer(
        calibration_facts(found),
        text,
        picture=lambda: (calibration_figure(found), calibration_rows(found)),
        output=plot,
        as_json=as_json,
        quiet=quiet,
    )
