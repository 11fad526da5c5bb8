"""Known answers of membranes: film and gel flux, blocking, the best moment to wash, and clearances and recoveries that were published."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, Literal

from exoforge.design.isolation.feed import usual_feed
from exoforge.laws import concentrating, film_course, filtration, flux, fouling, pores, sedimentation, water
from exoforge.laws.flux import LMH
from exoforge.stages.isolate.film import film_of, layer_of
from exoforge.stages.isolate.retention import KILODALTON, nominal_diameter
from exoforge.stages.isolate.tangential_flow import TangentialFlowFiltration
from exoforge.stages.isolate.ultrafiltration import Ultrafiltration
from exoforge.streams.amounts import vesicle_number
from tests.known.case import Case

NM, HOUR, WARM = 1e-9, 3600.0, 298.15
DERIVED = "derived independently"
EXACT = "follows from the equation"
OXFORD = "Oxford University Research Archive bac87fde"
PMC100 = "PMC10058361, Table 1"


def case(
    name: str,
    title: str,
    source: str,
    expected: float,
    unit: str,
    tolerance: float,
    compute: Callable[[], Any],
    kind: Literal["absolute", "relative"] = "relative",
) -> Case:
    """A case whose tolerance is a share of the expected value, or in its unit where `kind` says so."""
    return Case(
        id=f"membranes {name}",
        title=title,
        source=source,
        expected=expected,
        unit=unit,
        tolerance=tolerance,
        kind=kind,
        compute=lambda: float(compute()),
    )


# Film and gel


def leveque() -> Any:
    """Albumin of 7 nm at 25 C in fibres of 0.5 mm and 0.2 m at 0.5 m/s."""
    shear = flux.fibre_shear_rate(velocity=0.5, diameter=0.5e-3)
    spread = sedimentation.diffusion_coefficient(diameter=7 * NM, temperature=WARM, viscosity=water.viscosity(WARM))
    return flux.mass_transfer_coefficient(shear_rate=shear, diffusion=spread, length=0.2) / LMH


def shear_induced() -> Any:
    """The coefficient of Zydney and Colton for 1 um at 4000 1/s over 0.2 m, over ``gamma (a^4 / L)^(1/3)``."""
    spread = flux.shear_induced_diffusion(shear_rate=4000.0, diameter=1e-6)
    return flux.mass_transfer_coefficient(shear_rate=4000.0, diffusion=spread, length=0.2) / (4000.0 * (0.5e-6**4 / 0.2) ** (1.0 / 3.0))


def gel_limit(shares: tuple[float, ...]) -> Any:
    return flux.limiting_flux(bulk=shares, actual_sieving=[0.0] * len(shares), mass_transfer=[1e-6] * len(shares), gel=0.6) * 1e6


def film_cases() -> list[Case]:
    # Seen from the wall: c_w - c_p = (c_b - c_p) exp(J/k), here with J/k = 2.
    through = partial(flux.film_flux, mass_transfer=1.0, wall=0.1 + 0.9 * math.exp(2.0), bulk=1.0, permeate=0.1)
    return [
        case("A15 Leveque", "mass transfer coefficient of albumin in a fibre", DERIVED, 16.9, "L/m2/h", 0.01, leveque),
        case(
            "A15 shear-induced", "k over gamma (a^4/L)^(1/3) of shear-induced diffusion", "Zydney and Colton 1986 (recalled)", 0.078, "", 0.005, shear_induced
        ),
        case("A15 film", "film flux over k with a permeate", EXACT, 2.0, "", 1e-12, through),
        case("gel limit", "k ln(c_g / c_b), c_b 0.01, c_g 0.6, k 1", EXACT, math.log(60.0), "", 1e-9, partial(gel_limit, (0.01,))),
        case("gel limit of two", "the same, of two kinds of 0.005 each", EXACT, math.log(60.0), "", 1e-9, partial(gel_limit, (0.005, 0.005))),
    ]


# Blocking


def blocking_cases() -> list[Case]:
    first, hour = 50.0 * LMH, HOUR
    laws = (
        ("complete", fouling.complete_blocking, 1e-4, 34.884),
        ("intermediate", fouling.intermediate_blocking, 10.0, 33.333),
        ("cake", fouling.cake_filtration, 1e6, 32.350),
    )

    def flux_after(law: Callable[..., Any], constant: float) -> Any:
        return law(hour, first_flux=first, constant=constant) / LMH

    def by_equation(exponent: float, constant: float) -> float:
        """The same from ``dJ/dt = -K J^(3 - n)``, in units of the first flux and of an hour."""
        from scipy.integrate import solve_ivp

        scaled = constant * hour * first ** (2.0 - exponent)
        return float(solve_ivp(lambda _, left: -scaled * left ** (3.0 - exponent), (0.0, 1.0), [1.0], rtol=1e-11, atol=1e-13).y[0, -1])

    cases = [
        case(f"A17 {name}", f"flux after 1 h from 50 L/m2/h, {name} blocking", DERIVED, expected, "L/m2/h", 2e-5, partial(flux_after, law, constant))
        for name, law, constant, expected in laws
    ]
    for name, law, constant in (*((name, law, constant) for name, law, constant, _ in laws), ("standard", fouling.standard_blocking, 0.1)):

        def ratio(name: str = name, law: Callable[..., Any] = law, constant: float = constant) -> float:
            return float(flux_after(law, constant)) * LMH / first / by_equation(fouling.EXPONENTS[name], constant)

        cases.append(case(f"A17 {name} equation", f"closed form over the integrated equation, {name} blocking", EXACT, 1.0, "", 1e-6, ratio))
    return cases


# When to wash


def washing_time(start: float) -> float:
    """Protein of 5 g/L with a gel of 300 g/L, held back wholly: concentrated 50-fold in all, washed on the way; k, area and volume 1."""
    j = math.log(300.0 / (5.0 * start))
    return 6.0 / (start * j)


def marched_start() -> float:
    """The same as volume shares, the process followed step by step."""

    def time(start: float) -> float:
        phases = (("concentrate", start), ("wash", 6.0), ("concentrate", max(50.0 / start, 1.0)))
        run = film_course.film_course(bulk=[0.01], actual_sieving=[0.0], mass_transfer=[1e-6], flux=1e-3, gel=0.6, phases=phases)
        return float(run.slowness[-1])

    return concentrating.best_start(time, highest=50.0)


def concentrating_time() -> Any:
    """Time to concentrate 20-fold at ``J = k ln(c_g / c)`` over its closed form with the exponential integral."""
    from scipy.special import expi

    fluxes = flux.film_flux(mass_transfer=1e-6, wall=300.0, bulk=5.0 * concentrating.stages(20.0))
    found = concentrating.concentration_time(fluxes, factor=20.0, volume=1e-3, area=0.01)
    exact = 5.0 * 1e-3 / (1e-6 * 0.01 * 300.0) * (expi(math.log(60.0)) - expi(math.log(3.0)))
    return found / exact


def start_cases() -> list[Case]:
    expected = 60.0 / math.e
    gel = "classical result for the gel model (Ng 1976, recalled)"
    return [
        case("c* law", "concentration at which washing is fastest over that of the gel", gel, 1.0 / math.e, "", 1e-12, partial(concentrating.gel_optimum, 1.0)),
        case(
            "c* optimiser",
            "factor found by the optimiser, c_g / c_0 = 60",
            gel,
            expected,
            "",
            1e-4,
            partial(concentrating.best_start, washing_time, highest=50.0),
        ),
        case("c* step by step", "the same on the process followed step by step", gel, expected, "", 0.02, marched_start),
        case("concentrating", "time to concentrate over its closed form", EXACT, 1.0, "", 1e-9, concentrating_time),
    ]


# Sieving, clearances and recoveries


def at_cutoff() -> Any:
    return pores.membrane_sieving(10.5 * NM, pore=pores.pore_of_cutoff(10.5 * NM, gsd=1.3), gsd=1.3)


def albumin_rejected() -> float:
    """Share of albumin that a 300 kDa membrane rejects, by its pores alone."""
    pore = pores.pore_of_cutoff(nominal_diameter(300 * KILODALTON), gsd=1.3)
    return 1.0 - float(pores.membrane_sieving(7 * NM, pore=pore, gsd=1.3))


@lru_cache(maxsize=4)
def protein_kept(by_film: bool) -> float:
    """Dissolved protein left by 6 diavolumes over 500 kDa without concentrating, from the usual medium."""
    feed = usual_feed().suspension
    if by_film:
        operation = TangentialFlowFiltration(sieving="film")
        film = film_of(layer_of(feed, **operation.swept), flux=operation.flux, factor=1.0, diavolumes=6.0)
        return sum(film.solutes[name] * mass for name, mass in feed.solutes.items()) / sum(feed.solutes.values())
    return TangentialFlowFiltration(concentration_factor=1.0, diavolumes=6.0).separate(feed).figures["solute yield"]


@lru_cache(maxsize=4)
def recovered(of: str) -> float:
    feed = usual_feed().suspension
    operation = TangentialFlowFiltration() if of == "uf/df" else Ultrafiltration()
    return 100.0 * vesicle_number(operation.separate(feed).product) / vesicle_number(feed)


def clearance_cases() -> list[Case]:
    sieving = partial(filtration.sieving_of_yield, remaining=0.01, diavolumes=6.0)
    return [
        case("cut-off", "share that passes at the nominal cut-off", "Nikfarjam 2020: 90 % is rejected", 0.1, "", 1e-6, at_cutoff),
        case("albumin at 300 kDa", "rejected by the pores of 300 kDa", "Suryawirawan 2024: 0.65 to 1", 0.825, "", 0.175, albumin_rejected, "absolute"),
        case("Oxford S", "sieving when 6 diavolumes remove 99 % of the protein", OXFORD, 0.7675, "", 1e-4, sieving),
        case(
            "Oxford 6 DV",
            "protein left by 6 diavolumes over 500 kDa, by which the observed sieving is set",
            OXFORD,
            1.0,
            "%",
            1e-9,
            lambda: 100.0 * protein_kept(False),
        ),
        case(
            "Oxford 6 DV film",
            "the same computed from pores and film, with nothing fitted",
            OXFORD,
            1.0,
            "%",
            0.5,
            lambda: 100.0 * protein_kept(True),
            "absolute",
        ),
        # The published recoveries of one run reach from 61 to 90 %.
        case(
            "TFF recovery",
            "vesicles recovered, 10-fold and 6 diavolumes over 500 kDa",
            f"{OXFORD}; PMC8699161",
            75.5,
            "%",
            14.5,
            partial(recovered, "uf/df"),
            "absolute",
        ),
        case("UF recovery", "vesicles recovered by ultrafiltration alone", PMC100, 30.0, "%", 5.0, partial(recovered, "uf"), "absolute"),
    ]


CASES = (*film_cases(), *blocking_cases(), *start_cases(), *clearance_cases())
