"""A therapy as somebody states it: one record, whether it was published, is planned, or was performed.

The declarations here are the file format: the JSON Schema is made from them, and `record.files` reads and writes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from exoforge.base.errors import SettingError
from exoforge.base.terms import term
from exoforge.base.units import Quantity, fits, parse_quantity
from exoforge.record.stated import BASES, Basis, Leaf, Missing, Stated, leaf_from_plain, leaf_to_plain

FORMAT = "1.1"
"""Version of the record format, major.minor; see the file format page for what each number promises."""

Standing = Literal["published", "planned", "performed"]
Direction = Literal["up", "down", "unchanged", "not reported"]
Stage = Literal["culture", "isolate", "engineer", "store", "deliver", "distribute", "respond"]

BASIS_OF_STANDING: Mapping[str, Basis] = {"published": "reported", "planned": "planned", "performed": "measured"}

_LEAF_SCHEMA: dict[str, Any] = {
    "description": "A value with its unit in one text ('48 h', '200 ug protein'), a number, true or false, a list of texts, 'not reported', "
    "or the long form with basis and place.",
    "anyOf": [
        {"type": ["string", "number", "boolean"]},
        {"type": "array", "items": {"type": "string"}},
        {
            "type": "object",
            "properties": {
                "value": {"anyOf": [{"type": ["string", "number", "boolean"]}, {"type": "array", "items": {"type": "string"}}]},
                "basis": {"enum": list(BASES)},
                "where": {
                    "anyOf": [
                        {"type": "string"},
                        {
                            "type": "object",
                            "properties": {name: {"type": "string"} for name in ("document", "locator", "quote")},
                            "additionalProperties": False,
                        },
                    ]
                },
                "note": {"type": "string"},
            },
            "required": ["value"],
            "additionalProperties": False,
        },
        {"type": "object", "properties": {"missing": {"type": "string"}}, "required": ["missing"], "additionalProperties": False},
    ],
}


def _basis(info: ValidationInfo) -> Basis:
    context = info.context or {}
    return context.get("basis", "reported")  # type: ignore[no-any-return]  # the context is a plain dict that this package fills


def _read_leaf(plain: Any, info: ValidationInfo, *, words: bool = False) -> Leaf:
    if isinstance(plain, Stated | Missing):
        return plain
    try:
        return leaf_from_plain(plain, _basis(info), words=words)
    except SettingError as trouble:
        raise ValueError(str(trouble)) from None


def _read_words(plain: Any, info: ValidationInfo) -> Leaf:
    return _read_leaf(plain, info, words=True)


def _write_leaf(leaf: Leaf) -> Any:
    return leaf_to_plain(leaf, "reported")


def _in_vocabulary(leaf: Leaf, room: str) -> Leaf:
    """The leaf with its word as the vocabulary spells it."""
    if isinstance(leaf, Missing):
        return leaf
    if not isinstance(leaf.value, str):
        raise SettingError(f"{leaf.value} is not a word; a term of '{room}' was expected ('exoforge terms {room}' lists them).")
    return Stated(value=term(room, leaf.value).key, basis=leaf.basis, where=leaf.where, note=leaf.note)


def _in_units(leaf: Leaf, units: tuple[str, ...]) -> Leaf:
    """The leaf, if it is a quantity that is not negative and measures what one of the units measures."""
    if isinstance(leaf, Missing):
        return leaf
    value = parse_quantity(leaf.value) if isinstance(leaf.value, str) else leaf.value
    if not isinstance(value, Quantity):
        raise SettingError(f"{leaf.value!r} is not a quantity; write a number and its unit, for example '1 {units[0]}'.")
    bare = value.unit in ("", "%") and "" not in units  # ug/kg is a pure number to a unit parser, and a bare number is no dose
    if bare or not any(fits(value, unit) for unit in units):
        raise SettingError(f"'{value}' has a unit that does not fit here; use one like {' or '.join(repr(unit) for unit in units)}.")
    if (value.low if value.low is not None else value.value) < 0:
        raise SettingError(f"'{value}' is negative; it must be zero or more.")
    return leaf


LeafField = Annotated[Any, PlainValidator(_read_leaf), PlainSerializer(_write_leaf), WithJsonSchema(_LEAF_SCHEMA)]
WordsField = Annotated[Any, PlainValidator(_read_words), PlainSerializer(_write_leaf), WithJsonSchema(_LEAF_SCHEMA)]
"""A value that stays in the words in which it was written, also where they read as a quantity."""


NOT_REPORTED = Missing(reason="not reported")
VOCABULARY, UNITS = "x-vocabulary", "x-units"
"""Under these keys the JSON Schema says which vocabulary or units a value has."""
DOSE_UNITS = (
    "particles",
    "ug protein",
    "ug",
    "cells",
    "mL",
    "particles/mL",
    "ug protein/mL",
    "ug/mL",
    "cells/mL",
    "particles/kg",
    "ug/kg",
    "ug protein/kg",
    "mol/kg",
    "cells/kg",
    "ug/cm2",
    "ug protein/cm2",
    "particles/cm2",
)


def _word(room: str, description: str) -> Any:
    """A value that is a term of a vocabulary, or not reported."""
    return Field(default=NOT_REPORTED, description=description, json_schema_extra={VOCABULARY: room})


def _amount(description: str, *units: str) -> Any:
    """A value that is a quantity in a unit like one of these, or not reported."""
    return Field(default=NOT_REPORTED, description=description, json_schema_extra={UNITS: list(units)})


class _Part(BaseModel):
    """A table of a record: what is declared is checked, anything else is kept as a further stated value."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @field_validator("*", mode="after")
    @classmethod
    def _check(cls, value: Any, info: ValidationInfo) -> Any:
        """Check a leaf against the vocabulary or the units that its declaration names."""
        declared = cls.model_fields[str(info.field_name)].json_schema_extra
        if not isinstance(declared, dict):
            return value
        try:
            if VOCABULARY in declared:
                return _in_vocabulary(value, str(declared[VOCABULARY]))
            return _in_units(value, tuple(map(str, declared[UNITS])))  # type: ignore[arg-type]  # pydantic types it as any JSON value
        except SettingError as trouble:
            raise ValueError(str(trouble)) from None


def _flat_schema(schema: dict[str, Any]) -> None:
    """In a file, further values stand beside the declared ones, and the order is the order of the file."""
    for inner in ("settings", "order"):
        schema.get("properties", {}).pop(inner, None)
    schema["additionalProperties"] = _LEAF_SCHEMA


class _OpenPart(_Part):
    """A table that may hold further values; they are gathered in `settings`."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, json_schema_extra=_flat_schema)

    settings: Mapping[str, LeafField] = Field(default_factory=dict, description="Whatever else is stated; no model need know it.")

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, plain: Any) -> Any:
        if not isinstance(plain, Mapping):
            raise ValueError(f"{plain!r} is not a table; write its keys below a heading in brackets.")
        inside = plain.get("settings", {})
        if not isinstance(inside, Mapping):
            raise ValueError("'settings' cannot be the name of a value; further values stand beside the others, by their own names.")
        own = {key: value for key, value in plain.items() if key in cls.model_fields}
        further = {key: value for key, value in plain.items() if key not in cls.model_fields}
        return own | {"settings": dict(inside) | further}


class SourceCell(_OpenPart):
    """The cell that makes the vesicles."""

    cell: LeafField = _word("sources", "The kind of cell.")
    species: LeafField = _word("species", "The species of the donor.")
    modification: WordsField = Field(default=NOT_REPORTED, description="Preconditioning, transfection or loading of the cell.")


class Product(_OpenPart):
    """What is given, by the name that the document gives it."""

    kind: LeafField = _word("products", "Exosomes, extracellular vesicles, conditioned medium or living cells.")
    name: LeafField = Field(default=NOT_REPORTED, description="The name under which it is known, if it has one.")


class Study(_OpenPart):
    """What kind of study it was, and what the document says of it as a whole."""

    type: LeafField = _word("study_types", "In cells, in animals or in people.")
    design: WordsField = Field(default=NOT_REPORTED, description="The design, in the words of the source.")
    duration: WordsField = Field(default=NOT_REPORTED, description="Time points or length of follow-up, in the words of the source.")
    comparator: WordsField = Field(default=NOT_REPORTED, description="Against what the therapy was held.")
    result: LeafField = _word("results", "The sign of the whole, as the document tells it.")
    trial: WordsField = Field(default=NOT_REPORTED, description="The identifier of a registered trial.")
    phase: WordsField = Field(default=NOT_REPORTED, description="The phase of a trial.")
    status: WordsField = Field(default=NOT_REPORTED, description="The status of a trial, as the document gives it.")
    country: WordsField = Field(default=NOT_REPORTED, description="Where it was done.")
    patients: LeafField = _amount("How many people took part.", "")
    adverse_events: WordsField = Field(default=NOT_REPORTED, description="What is said of adverse events.")


class Step(_OpenPart):
    """One thing that is done, in the order of the file. `kind` is a term of the vocabulary 'operations'."""

    stage: Stage = Field(description="The stage that the step belongs to.")
    kind: str = Field(description="What is done: a term of the vocabulary 'operations'.")
    order: int = Field(default=0, ge=0, description="Position in the record, counted from 0; set when a record is read.")


class Dosing(_OpenPart):
    """How much is given, by which way, and when."""

    dose: LeafField = _amount("The dose of one application, in the unit in which it was stated.", *DOSE_UNITS)
    route: LeafField = _word("routes", "The route of administration.")
    as_printed: WordsField = Field(default=NOT_REPORTED, description="The dose in the very words of the source.")
    volume: LeafField = _amount("The volume of one application.", "mL")
    doses: LeafField = _amount("How many applications.", "")
    interval: LeafField = _amount("Time from one application to the next.", "d")
    start: LeafField = _amount("Time from the injury to the first application.", "d")
    schedule: WordsField = Field(default=NOT_REPORTED, description="How often and how long, in the words of the source.")


class Target(_OpenPart):
    """Whom and what the therapy is for."""

    indication: LeafField = _word("indications", "The disease or defect.")
    species: LeafField = _word("species", "The species treated.")
    tissue: LeafField = _word("tissues", "The tissue treated.")
    model: WordsField = Field(default=NOT_REPORTED, description="The animal or culture model, in the words of the source.")
    body_mass: LeafField = _amount("Mass of the animal or patient.", "kg")
    defect_volume: LeafField = _amount("Volume of the defect.", "mm3")
    defect_area: LeafField = _amount("Area of the defect or wound.", "cm2")


class Outcome(_OpenPart):
    """One result as it was stated."""

    endpoint: LeafField = Field(description="What was looked at.")
    direction: Direction = Field(default="not reported", description="Against the comparator.")
    value: LeafField = Field(default=NOT_REPORTED, description="The number, if one was given.")
    time: LeafField = Field(default=NOT_REPORTED, description="When it was looked at.")
    comparator: WordsField = Field(default=NOT_REPORTED, description="Against what.")


class Mechanism(_OpenPart):
    """One statement that something in the product changes something in the tissue: cargo, target, pathway, process, effect."""

    cargo: LeafField = Field(default=NOT_REPORTED, description="The molecules that act, as named; a list of texts.")
    target: LeafField = Field(default=NOT_REPORTED, description="The molecule acted upon.")
    target_direction: Direction = Field(default="not reported", description="Whether the target is raised or lowered.")
    pathway: LeafField = Field(default=NOT_REPORTED, description="The signalling pathway.")
    pathway_direction: Direction = Field(default="not reported", description="Whether the pathway is raised or lowered.")
    process: LeafField = Field(default=NOT_REPORTED, description="What the cells do.")
    process_direction: Direction = Field(default="not reported", description="Whether they do it more or less.")
    effect: LeafField = Field(default=NOT_REPORTED, description="What changes in the tissue.")
    effect_direction: Direction = Field(default="not reported", description="Whether the effect rises or falls.")


class MeasurementClaim(_OpenPart):
    """One characterisation result as it was stated; an instrument's own file is read by `exoforge.instruments` instead."""

    technique: LeafField = Field(description="How it was measured, for example nta, western-blot, bca, tem.")
    quantity: LeafField = Field(description="What was measured: a quantity or a marker.")
    value: LeafField = Field(default=NOT_REPORTED, description="The result: a quantity, or positive / negative for a marker.")


class Citation(_Part):
    """A document that the record's values come from."""

    key: str = Field(min_length=1, description="The key that 'where.document' uses.")
    authors: str = ""
    year: int | None = None
    title: str = ""
    journal: str = ""
    doi: str = ""
    pmid: str = ""


def _numbered(steps: Any) -> Any:
    if not isinstance(steps, list | tuple):
        return steps
    if any(isinstance(step, Mapping) and "order" in step for step in steps):
        raise ValueError("'order' cannot be the name of a setting; steps are ordered as they stand in the file.")
    return [dict(step) | {"order": order} if isinstance(step, Mapping) else step for order, step in enumerate(steps)]


class Therapy(_Part):
    """A therapy, from the source cell to the outcome, as somebody states it."""

    format: str = Field(default=FORMAT, alias="exoforge", description="Version of the record format, major.minor.")
    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", description="A short name without spaces.")
    title: str = Field(default="", description="One line for a reader.")
    standing: Standing = Field(description="Whether the therapy was published, is planned, or was performed.")
    product: Product = Field(default_factory=Product, description="What is given.")
    source: SourceCell = Field(default_factory=SourceCell, description="The cell that makes the vesicles.")
    steps: Annotated[tuple[Step, ...], BeforeValidator(_numbered)] = Field(default=(), alias="step", description="What is done, in order.")
    dosing: Dosing = Field(default_factory=Dosing, description="How much, by which way, when.")
    target: Target = Field(default_factory=Target, description="Whom and what it is for.")
    study: Study = Field(default_factory=Study, description="What kind of study it was.")
    mechanisms: tuple[Mechanism, ...] = Field(default=(), alias="mechanism", description="How it is said to act.")
    outcomes: tuple[Outcome, ...] = Field(default=(), alias="outcome", description="Results as stated.")
    measurements: tuple[MeasurementClaim, ...] = Field(default=(), alias="measurement", description="Characterisation as stated.")
    citations: tuple[Citation, ...] = Field(default=(), alias="citation", description="The documents that values come from.")
    unread: Mapping[str, Any] = Field(default_factory=dict, description="Keys of a newer format, kept as they are.")


def default_basis(standing: str) -> Basis:
    """How a value is known that does not say so itself: reported, planned or measured, by the record's standing."""
    return BASIS_OF_STANDING.get(standing, "reported")


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a record, made from the declarations."""
    return Therapy.model_json_schema(by_alias=True)
