"""One member of a run: the values flow through the operations once, from the culture to the exposure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from exoforge.base.errors import InternalError
from exoforge.base.trace import Trace
from exoforge.stages.contract import Culture, Delivery, Disposition, Operation, Separation, Split, Tissue, Treatment
from exoforge.streams.exposure import Exposure
from exoforge.streams.product import Product
from exoforge.streams.suspension import Suspension


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """What one step did to the suspension: `split` is None for the culture."""

    key: str
    operation: Operation
    suspension: Suspension
    split: Split | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class River:
    """What became of one member: the passages in order, and the streams as far as the record's steps reach.

    `tissue` waits for its exposure: all members' tissues answer in one call.
    """

    passages: tuple[Passage, ...]
    product: Product | None
    exposure: Exposure | None
    tissue: Tissue | None

    @property
    def trace(self) -> Trace:
        """The trace of the last stream."""
        last = self.exposure or self.product or (self.passages[-1].suspension if self.passages else None)
        return last.trace if last is not None else Trace()


def flow(operations: Sequence[tuple[str, Operation]]) -> River:
    """Let one member flow.

    Parameters
    ----------
    operations : keys and operations in the order of the plan, which has checked that each finds what it needs.
    """
    passages: list[Passage] = []
    product: Product | None = None
    exposure: Exposure | None = None
    tissue: Tissue | None = None
    for key, operation in operations:
        if isinstance(operation, Culture):
            passages.append(Passage(key=key, operation=operation, suspension=operation.produce()))
        elif isinstance(operation, Separation | Treatment):
            act: Callable[[Suspension], Split] = operation.separate if isinstance(operation, Separation) else operation.treat
            split = act(passages[-1].suspension)
            passages.append(Passage(key=key, operation=operation, suspension=split.product, split=split))
        elif isinstance(operation, Delivery):
            product = operation.load(passages[-1].suspension)
        elif isinstance(operation, Disposition) and product is not None:
            exposure = operation.distribute(product)
        elif isinstance(operation, Tissue):
            tissue = operation
        else:
            raise InternalError(f"{key}: the operation fulfils no contract, or the plan let it stand where it finds nothing.")
    return River(passages=tuple(passages), product=product, exposure=exposure, tissue=tissue)
