"""Two groups of samples of a table of cargo: made comparable, tested molecule by molecule, corrected for many tests."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.design.cargo.cargo_table import CargoTable, one_row_each, one_species, read_cargo_table
from exoforge.design.cargo.contrast_doubts import doubts_of
from exoforge.design.cargo.contrast_result import Changed, Contrast, Method, Normalisation
from exoforge.design.cargo.contrast_tests import Mask, Tested, found_enough, test_of_counts, test_of_intensities
from exoforge.design.cargo.raw_counts import check_copies, check_counts
from exoforge.design.cargo.samples import Groups, groups_of
from exoforge.laws.count_normalisation import is_expressed
from exoforge.laws.domain import Array
from exoforge.laws.multiple_testing import benjamini_hochberg

METHODS: tuple[Method, ...] = ("moderated", "deseq2")
NORMALISATIONS: tuple[Normalisation, ...] = ("tmm", "median-of-ratios", "cpm", "median")
FDR = 0.05
"""False discovery rate at which a molecule is called changed, where nobody says another. A choice."""
LEAST_READS, LEAST_IN_ALL = 10, 15
"""[reads] in a library of middle depth, and in all samples, from which a molecule is tested. The usual ones of edgeR, read in its source."""
CITES = {
    "moderated": ("smyth2004", "law2014", "limmasource"),
    "deseq2": ("love2014", "pydeseq2"),
    "tmm": ("robinson2010tmm", "edgersource"),
    "median-of-ratios": ("anders2010",),
    "cpm": (),
    "median": (),
}


def contrast_of(
    *paths: Path,
    control: str,
    treated: str,
    samples: Path | None = None,
    method: str = "moderated",
    normalisation: str = "",
    fdr: float = FDR,
    species: str = "",
    sum_duplicates: bool = False,
) -> Contrast:
    """What two groups of samples of a file, or of several files of counts together, differ in.

    Parameters
    ----------
    paths : a table of small-RNA counts, or several to be joined; or one table of proteins with intensities.
    control, treated : groups. samples : a sheet (sample, group, batch).
    method : ``moderated`` or ``deseq2``. normalisation : ``tmm``, ``median-of-ratios``, ``cpm``; of intensities ``median``; empty for the usual one.
    fdr : at which a molecule is called changed. species : prefix such as ``hsa``, where the table has several. sum_duplicates : add rows of one molecule up.

    Raises
    ------
    FileError
        A file is no such table.
    SettingError
        A group has fewer than two samples; the table mixes species, has a molecule twice, or holds no counts; two samples are copies; the settings do not
        fit each other; no molecule can be tested, or one alone.
    """
    table = one_species(read_cargo_table(*paths), species)
    chosen, scaled = _settings(table, method, normalisation)
    if not 0 < fdr < 1:
        raise SettingError(f"The false discovery rate is {fdr:g}; it lies between 0 and 1, such as 0.05.")
    groups = groups_of(table.samples, control, treated, sheet=samples)
    places = (*groups.control_places, *groups.treated_places)
    table = replace(table, samples=tuple(table.samples[place] for place in places), values=table.values[:, list(places)])
    table = one_row_each(table, add_up=sum_duplicates)
    check_copies(table)
    is_treated = np.array([place in groups.treated_places for place in places])
    libraries = np.nansum(table.values, axis=0)
    if table.measured == "counts":
        table = check_counts(table, whole=chosen == "deseq2")
        size = int(min(is_treated.sum(), (~is_treated).sum()))
        kept = is_expressed(table.values, size, least=LEAST_READS, in_all=LEAST_IN_ALL)
        rule = _rule_of_counts(libraries, size)
        _see_any(kept, table, rule)
        if np.count_nonzero(kept) < 2:
            raise SettingError(
                f"One molecule of '{table.source}' alone can be tested, and a table of counts knows shares only: the share of a single one is always whole. "
                "Measure it by PCR against a standard, or give the whole table."
            )
        tested = test_of_counts(table.values, kept, is_treated, groups.batch, method=chosen, normalisation=scaled)
    else:
        kept, rule = found_enough(table.values, is_treated)
        _see_any(kept, table, rule)
        tested = test_of_intensities(table.values, kept, is_treated, groups.batch)
    return _contrast(table, groups, tested, kept, is_treated, method=chosen, normalisation=scaled, fdr=fdr, rule=rule, libraries=libraries)


def changed_at(contrast: Contrast, fdr: float | None = None) -> tuple[Changed, ...]:
    """The molecules that are called changed, the surest first.

    Parameters
    ----------
    fdr : false discovery rate; None for that of the contrast.
    """
    level = contrast.fdr if fdr is None else fdr
    return tuple(one for one in by_p(contrast) if one.q <= level)


def by_p(contrast: Contrast) -> tuple[Changed, ...]:
    """The tested molecules, the surest first."""
    return tuple(sorted((one for one in contrast.rows if one.detected), key=lambda one: (one.p, -abs(one.statistic), one.name)))


def _settings(table: CargoTable, method: str, normalisation: str) -> tuple[Method, Normalisation]:
    """Method and normalisation, seen to fit each other and the table."""
    chosen = next((one for one in METHODS if one == method), None)
    if chosen is None:
        raise SettingError(f"The method is '{method}'; it is {' or '.join(METHODS)}.")
    usual: Normalisation = "median" if table.measured == "intensities" else "median-of-ratios" if chosen == "deseq2" else "tmm"
    scaled = next((one for one in NORMALISATIONS if one == (normalisation or usual)), None)
    if scaled is None:
        raise SettingError(f"The normalisation is '{normalisation}'; it is {', '.join(NORMALISATIONS[:3])}, or of intensities median.")
    if table.measured == "intensities" and (chosen == "deseq2" or scaled != "median"):
        raise SettingError(f"'{table.source}' holds intensities of proteins; {chosen if chosen == 'deseq2' else scaled} is for counts. Leave the option out.")
    if table.measured == "counts" and scaled == "median":
        raise SettingError(f"The normalisation 'median' is for intensities; '{table.source}' holds counts. Take {', '.join(NORMALISATIONS[:3])}.")
    if chosen == "deseq2" and scaled != "median-of-ratios":
        raise SettingError(f"DESeq2 makes samples comparable by the median of ratios, not by {scaled}; leave --normalisation out.")
    return chosen, scaled


def _rule_of_counts(libraries: Array, size: int) -> str:
    cpm = 1e6 * LEAST_READS / float(np.median(libraries))
    needed = size if size <= 10 else math.ceil(10 + (size - 10) * 0.7)
    return f"at least {cpm:.3g} counts per million ({LEAST_READS} reads of a library of middle depth) in {needed} samples, and {LEAST_IN_ALL} reads in all"


def _see_any(kept: Mask, table: CargoTable, rule: str) -> None:
    if not kept.any():
        raise SettingError(f"No molecule of '{table.source}' can be tested: none has {rule}.")


def _contrast(
    table: CargoTable,
    groups: Groups,
    tested: Tested,
    kept: Mask,
    is_treated: Mask,
    *,
    method: Method,
    normalisation: Normalisation,
    fdr: float,
    rule: str,
    libraries: Array,
) -> Contrast:
    """The contrast of tested rows, and what is doubtful about it."""
    known = np.isfinite(tested.p) & np.isfinite(tested.statistic)
    if not known.any():
        raise SettingError("No molecule could be judged: every one has a sample far from the others. Look at the samples.")
    why = "a count far from the others of its group (Cook's distance)" if method == "deseq2" else "its samples do not settle the model"
    return Contrast(
        source=table.source,
        control=groups.control,
        treated=groups.treated,
        control_samples=tuple(name for name, one in zip(table.samples, is_treated, strict=True) if not one),
        treated_samples=tuple(name for name, one in zip(table.samples, is_treated, strict=True) if one),
        method=method,
        normalisation=normalisation,
        factors=dict(zip(table.samples, tested.factors.tolist(), strict=True)),
        libraries=dict(zip(table.samples, libraries.tolist(), strict=True)),
        rows=_rows(table, tested, kept, is_treated, known),
        passed_over=(*table.passed_over, *((table.written[row], why) for row in np.flatnonzero(kept)[~known])),
        notices=(*table.notices, *groups.notices, *tested.notices, *doubts_of(table, tested, libraries, int(known.sum()))),
        measured=table.measured,
        rule=rule,
        freedom=tested.freedom,
        prior_freedom=tested.prior_freedom,
        fdr=fdr,
        batches=tuple(dict.fromkeys(groups.batch)),
        unknown=table.unknown,
        cites=tuple(dict.fromkeys((*CITES[method], *CITES[normalisation], "benjamini1995"))),
    )


def _rows(table: CargoTable, tested: Tested, kept: Mask, is_treated: Mask, known: Mask) -> tuple[Changed, ...]:
    """Every molecule but those whose test came to nothing; the ones that were not tested have no numbers."""
    rows = np.flatnonzero(kept)
    q = np.full(rows.size, np.nan)
    q[known] = benjamini_hochberg(tested.p[known])
    place_of = {int(row): place for place, row in enumerate(rows)}
    unjudged = {int(row) for row in rows[~known]}
    with np.errstate(invalid="ignore"):
        means = [_row_means(tested.means[:, one]) for one in (~is_treated, is_treated)]
    return tuple(_changed(table, row, name, tested, place_of.get(row, -1), q, means) for row, name in enumerate(table.names) if row not in unjudged)


def _row_means(values: Array) -> Array:
    """Means of rows over what is known; NaN in a row without any."""
    known = np.isfinite(values)
    return np.asarray(np.where(known, values, 0.0).sum(axis=1) / np.where(known.any(axis=1), known.sum(axis=1), np.nan), dtype=np.float64)


def _changed(table: CargoTable, row: int, name: str, tested: Tested, place: int, q: Array, means: Sequence[Array]) -> Changed:
    """One row; NaN for the test of one that was not tested."""
    number = {
        key: float(values[place]) if place >= 0 else math.nan
        for key, values in (
            ("log2_fold", tested.coefficient),
            ("low", tested.low),
            ("high", tested.high),
            ("mean_log_cpm", tested.level),
            ("statistic", tested.statistic),
            ("p", tested.p),
            ("q", q),
        )
    }
    return Changed(
        name=name,
        written=table.written[row],
        species=table.species[row],
        detected=place >= 0,
        control_mean=float(means[0][row]),
        treated_mean=float(means[1][row]),
        **number,
    )
