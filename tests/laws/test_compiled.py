"""A kernel is loaded once, however many threads ask for it at the same time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from exoforge.laws import compiled


def test_threads_that_ask_at_once_get_one_module():
    """Each used to run a module of its own, and one that was half run was found by the other's cached functions."""
    compiled._loaded.cache_clear()
    together = Barrier(4)

    def ask(_):
        together.wait()
        return compiled.compiled("closure_kernel.py")

    with ThreadPoolExecutor(max_workers=4) as pool:
        found = list(pool.map(ask, range(4)))
    assert 1 == len({id(one) for one in found})


def test_the_chain_is_kept_compiled_for_later_processes():
    """It was compiled anew in every process, for five seconds of each command that follows vesicles through a body."""
    assert type(compiled.compiled("chain_kernel.py").follow._cache).__name__ == "FunctionCache"
