"""The door to SBML files: python-libsbml where it is installed, and a file that is safe to hand to it."""

from __future__ import annotations

import re
from typing import Any
from xml.parsers import expat

from exoforge.base.errors import FileError, SettingError

LARGEST = 16 * 1024 * 1024
"""[signs] The largest SBML text that is read; the largest model of BioModels tried here has below 0.2 million. A choice."""
DECLARATION = re.compile(r"^\s*(?:<\?xml\s[^>]*\?>)?")
"""The first line of an XML file, whose word on encoding no longer holds once the file is text."""
DEEPEST_XML = 150
"""Levels of XML elements above which a file is refused, because the libraries follow them by recursion; a choice."""
MISSING_EXTRA = (
    "Models in SBML are read with the package python-libsbml, which is not installed; run: pip install 'exoforge[sbml]', "
    "or in a checkout: sh tools/setup report,lab,sbml"
)


def libsbml() -> Any:
    """The module libsbml.

    Raises
    ------
    SettingError
        The 'sbml' extra is not installed.
    """
    try:
        import libsbml as module
    except ImportError:
        raise SettingError(MISSING_EXTRA) from None
    return module


def document_of(text: str, name: str) -> Any:
    """An SBML document as libsbml holds it, with a model in it.

    Parameters
    ----------
    name : what the text is called in a refusal, such as the name of its file.

    Raises
    ------
    SettingError
        The 'sbml' extra is not installed.
    FileError
        The text is too large, no XML, nested too deep, declares entities, is not SBML, or holds no model.
    """
    library = libsbml()
    text = DECLARATION.sub('<?xml version="1.0" encoding="UTF-8"?>', text.removeprefix("\ufeff"), count=1)
    _check_xml(text, name)
    document = library.readSBMLFromString(text)
    errors = (document.getError(i) for i in range(document.getNumErrors()))
    fatal = [error for error in errors if error.getSeverity() >= library.LIBSBML_SEV_ERROR]
    if fatal:
        told = " ".join(fatal[0].getMessage().split()) or fatal[0].getShortMessage()
        more = f" There are {len(fatal) - 1} more such errors." if len(fatal) > 1 else ""
        raise FileError(f"'{name}' is not correct SBML (line {fatal[0].getLine()}): {told}{more}")
    if document.getModel() is None:
        raise FileError(f"'{name}' is SBML without a model; give a file with one.")
    return document


def _check_xml(text: str, name: str) -> None:
    """See that a text is plain XML whose outermost element is ``sbml``, before any other library meets it."""
    if len(text) > LARGEST:
        raise FileError(f"'{name}' has {len(text) / 1e6:.0f} million signs; a model in SBML has at most {LARGEST / 1e6:.0f} million. Is this the right file?")
    if "\0" in text:
        raise FileError(f"'{name}' is not a text; a model in SBML was expected.")
    path: list[str] = []
    parser = expat.ParserCreate()

    def begin(tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        if not path and local != "sbml":
            raise FileError(f"'{name}' begins with the element '{local}'; a model in SBML begins with 'sbml'.")
        path.append(tag)
        if len(path) > DEEPEST_XML:
            raise FileError(f"'{name}' is nested more than {DEEPEST_XML} elements deep (line {parser.CurrentLineNumber}); no model needs that.")

    def end(tag: str) -> None:
        path.pop()

    def doctype(*declared: object) -> None:
        raise FileError(f"'{name}' declares a document type (DOCTYPE), which SBML does not have and which can hide entities; take it out.")

    parser.StartElementHandler, parser.EndElementHandler, parser.StartDoctypeDeclHandler = begin, end, doctype
    try:
        parser.Parse(text.encode("utf-8", errors="replace"), True)
    except expat.ExpatError as trouble:
        raise FileError(
            f"'{name}' is no XML that can be read (line {trouble.lineno}: {expat.ErrorString(trouble.code)}); a model in SBML was expected."
        ) from None
