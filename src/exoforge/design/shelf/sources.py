"""A model by its name on the shelf or by the file that holds it."""

from __future__ import annotations

from pathlib import Path

from exoforge.base.disk import read_text
from exoforge.laws.kinetics.card import ModelCard
from exoforge.laws.kinetics.sbml_reading import model_of_sbml
from exoforge.stages.shelf import card_of, cards

ENDINGS = (".xml", ".sbml")
NOTHING_REPRODUCED = "It was imported: no published number of it was computed here, and whether its equations are those of an article was not checked."


def card_from(source: str) -> ModelCard:
    """The card of a model on the shelf, or of a file in SBML, which is one where the name ends so or lies on the disk.

    Raises
    ------
    SettingError
        No model has that name; the file holds what cannot be read; or the 'sbml' extra is not installed.
    FileError
        The file cannot be read or is not SBML.
    """
    if source in cards():
        return card_of(source)
    path = Path(source)
    if path.suffix.lower() in ENDINGS or path.is_file():
        return imported(path)
    return card_of(source)


def imported(path: Path) -> ModelCard:
    """The card of a model in a file; it says that nothing of it was reproduced.

    Raises
    ------
    SettingError, FileError
        As `card_from`.
    """
    model = model_of_sbml(read_text(path, what="a model in SBML"), path.name)
    return ModelCard(
        key=model.name,
        title=model.title,
        tissue="",
        model=model,
        cite=(),
        read_from=f"the file '{path.name}', with the values that stand in it",
        not_reproduced=(NOTHING_REPRODUCED,),
    )
