"""Every operation there is: the package's own seven lists and those that other packages announce.

An outside package adds its own through the entry point group ``exoforge.operations`` (and ``exoforge.tissues`` for tissues):
each entry names a class that fulfils one of the contracts.
"""

from __future__ import annotations

import difflib
from functools import lru_cache

from exoforge.base.errors import SettingError
from exoforge.record.therapy import Step
from exoforge.stages.contract import Operation
from exoforge.stages.culture import OPERATIONS as CULTURE
from exoforge.stages.deliver import OPERATIONS as DELIVER
from exoforge.stages.distribute import OPERATIONS as DISTRIBUTE
from exoforge.stages.engineer import OPERATIONS as ENGINEER
from exoforge.stages.isolate import OPERATIONS as ISOLATE
from exoforge.stages.outside import outside_operations
from exoforge.stages.respond import OPERATIONS as RESPOND
from exoforge.stages.store import OPERATIONS as STORE


@lru_cache(maxsize=1)
def operations() -> dict[tuple[str, str], type[Operation]]:
    """Every operation by stage and kind, in the order of the river."""
    own: tuple[type[Operation], ...] = (*CULTURE, *ISOLATE, *ENGINEER, *STORE, *DELIVER, *DISTRIBUTE, *RESPOND)
    return {(operation.stage, operation.kind): operation for operation in (*own, *outside_operations())}


def operation_of(step: Step) -> type[Operation]:
    """The class of a step.

    Raises
    ------
    SettingError
        No operation of that stage has that kind; the sentence names those there are.
    """
    known = operations()
    found = known.get((step.stage, step.kind))
    if found is None:
        kinds = [kind for stage, kind in known if stage == step.stage]
        elsewhere = [stage for stage, kind in known if kind == step.kind]
        near = difflib.get_close_matches(step.kind, kinds, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"'{step.kind}' belongs to stage '{elsewhere[0]}'." if elsewhere else f"there are {', '.join(kinds)}."
        raise SettingError(f"No model of stage '{step.stage}' has the kind '{step.kind}'; {hint}")
    return found
