"""The cache of compiled programs."""

import os
import subprocess
import sys
from pathlib import Path

from exoforge.laws.kinetics import simulate
from exoforge.laws.kinetics.program import digest_of, program
from tests.laws.kinetics.models import CHAIN, EVERYTHING, model, parameter, state

ROOT = Path(__file__).resolve().parents[3]


def in_a_new_process(code: str, **environment: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env={**os.environ, **environment}, check=True)
    return done.stdout.strip()


def test_a_second_process_neither_derives_nor_compiles():
    simulate(CHAIN, times=[0.0, 1.0])
    code = (
        "import sys\n"
        "from tests.laws.kinetics.models import CHAIN\n"
        "from exoforge.laws.kinetics import simulate\n"
        "from exoforge.laws.kinetics.program import program\n"
        "simulate(CHAIN, times=[0.0, 1.0])\n"
        "stats = program(CHAIN).run_serial.stats\n"
        "print('sympy' in sys.modules, sum(stats.cache_hits.values()), sum(stats.cache_misses.values()))"
    )
    assert "False 1 0" == in_a_new_process(code)


def test_the_generated_text_is_the_same_in_every_process():
    code = "from tests.laws.kinetics.models import EVERYTHING\nfrom exoforge.laws.kinetics.generate import module_text\nprint(module_text(EVERYTHING))"
    assert in_a_new_process(code, PYTHONHASHSEED="1") == in_a_new_process(code, PYTHONHASHSEED="2")


def test_the_package_is_imported_without_the_heavy_libraries():
    code = "import sys\nimport exoforge.laws.kinetics\nprint([name for name in ('sympy', 'numba', 'scipy') if name in sys.modules])"
    assert "[]" == in_a_new_process(code)


def test_equations_make_the_digest_and_nothing_else_does():
    base = {"states": (state("x", 1.0),), "rates": {"x": "-k * x"}, "parameters": (parameter("k", 1.0),)}
    same = {**base, "states": (state("x", 2.0, 7.0),), "title": "another title", "parameters": (parameter("k", 3.0),)}
    assert digest_of(model(**base)) == digest_of(model(**same))
    assert digest_of(model(**base)) != digest_of(model(**{**base, "rates": {"x": "-k * x * x"}}))


def test_a_program_is_loaded_once():
    assert program(EVERYTHING) is program(EVERYTHING)
