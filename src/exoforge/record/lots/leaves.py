"""What every table of a lot or a specification is made of: its base, numbers as they were written, and the version of the format."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from exoforge.base.errors import SettingError
from exoforge.base.units import parse_quantity


class Table(BaseModel):
    """A table of declared keys; unknown ones are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False)


def as_text(plain: Any) -> Any:
    """A number stays what it was written as, with all its digits; true and false are no results."""
    if isinstance(plain, bool):
        raise ValueError(f"'{str(plain).lower()}' says too little; write the result in words, such as 'negative' or 'conforms'.")
    return str(plain) if isinstance(plain, int) else f"{plain:.15g}" if isinstance(plain, float) else plain


def as_quantity(plain: Any) -> Any:
    """As `as_text`, of a number with its unit."""
    text = as_text(plain)
    if isinstance(text, str):
        try:
            parse_quantity(text)
        except SettingError as trouble:
            raise ValueError(str(trouble)) from None
    return text


def of_format(what: str, key: str, known: str) -> BeforeValidator:
    """The version of a format, refused where its first number is not the one that is known."""

    def check(plain: Any) -> Any:
        if str(plain).split(".")[0] != known.split(".")[0]:
            raise ValueError(f"The {what} has format '{plain}', and this exoforge reads {known.split('.')[0]}.x; write {key} = \"{known}\".")
        return str(plain)

    return BeforeValidator(check)
