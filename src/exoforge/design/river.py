"""One member of a run: the values flow through the operations once, from the culture to the product.

The body and the tissue wait: all members are followed there together, in one call of their kinetic model.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from exoforge.base.errors import InternalError
from exoforge.base.trace import Trace
from exoforge.stages.contract import Culture, Delivery, Disposition, Operation, Separation, Split, Tissue, Treatment
from exoforge.streams.amounts import copies_per_vesicle
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

    `disposition` and `tissue` are the last two operations, where the record has them; `exposure` comes by `exposed`.
    """

    passages: tuple[Passage, ...]
    product: Product | None
    exposure: Exposure | None
    disposition: Disposition | None
    tissue: Tissue | None

    @property
    def trace(self) -> Trace:
        """The trace of the last stream."""
        last = self.exposure or self.product or (self.passages[-1].suspension if self.passages else None)
        return last.trace if last is not None else Trace()


def flow(operations: Sequence[tuple[str, Operation]], *, like: River | None = None, until: int = 0) -> River:
    """Let one member flow up to its product.

    Parameters
    ----------
    operations : keys and operations in the order of the plan, which has checked that each finds what it needs.
    like, until : another member, and the number of operations at the start that are the same in both: what they made is taken over, so
        that of these only the key and the kind are looked at.
    """
    passages: list[Passage] = []
    product: Product | None = None
    disposition: Disposition | None = None
    tissue: Tissue | None = None
    for place, (key, operation) in enumerate(operations):
        known = like if place < until else None
        if isinstance(operation, Culture | Separation | Treatment):
            passages.append(known.passages[len(passages)] if known is not None else _passage(key, operation, passages))
        elif isinstance(operation, Delivery):
            product = known.product if known is not None else operation.load(passages[-1].suspension)
        elif isinstance(operation, Disposition) and product is not None:
            disposition = known.disposition if known is not None else operation
        elif isinstance(operation, Tissue):
            tissue = known.tissue if known is not None else operation
        else:
            raise InternalError(f"{key}: the operation fulfils no contract, or the plan let it stand where it finds nothing.")
    return River(passages=tuple(passages), product=product, exposure=None, disposition=disposition, tissue=tissue)


def _passage(key: str, operation: Culture | Separation | Treatment, passages: Sequence[Passage]) -> Passage:
    if isinstance(operation, Culture):
        return Passage(key=key, operation=operation, suspension=operation.produce())
    act: Callable[[Suspension], Split] = operation.separate if isinstance(operation, Separation) else operation.treat
    split = act(passages[-1].suspension)
    return Passage(key=key, operation=operation, suspension=split.product, split=split)


def exposed(rivers: Sequence[River]) -> list[River]:
    """The rivers with their exposures; members of one plan share the kind of their disposition, and those with the same body and product their exposure."""
    different: dict[tuple[int, int], tuple[Disposition, Product]] = {}
    for river in rivers:
        if river.disposition is not None and river.product is not None:
            different.setdefault((id(river.disposition), id(river.product)), (river.disposition, river.product))
    if not different:
        return list(rivers)
    dispositions, products = zip(*different.values(), strict=True)
    reached = type(dispositions[0]).distribute_each(dispositions, products)
    carrying = [replace(one, copies=copies_per_vesicle(product.loaded)) for one, product in zip(reached, products, strict=True)]
    exposures = dict(zip(different, carrying, strict=True))
    return [replace(river, exposure=exposures.get((id(river.disposition), id(river.product)))) for river in rivers]
