"""The dossier's folder as an RO-Crate 1.1: which files there are, and which software made them from what."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

from exoforge.design.run_result import Run
from exoforge.report.document import NATURE

CRATE_FILE = "ro-crate-metadata.json"
FORMATS: Mapping[str, tuple[str, str]] = {
    "dossier.html": ("Dossier as a page", "text/html"),
    "dossier.pdf": ("Dossier on A4", "application/pdf"),
    "dossier.json": ("Dossier for programs", "application/json"),
    "record.toml": ("The therapy record that was run", "application/toml"),
}
"""What each file is, and its media type."""


def crate_text(run: Run, files: Mapping[str, bytes], *, made_on: date) -> str:
    """The metadata file of the crate.

    Parameters
    ----------
    files : the content of every file of the crate, by name; each is listed with its size and SHA-256.
    made_on : the day on which the files are written.
    """
    inputs = _inputs(run)
    settings = [_setting("seed", run.ensemble.seed), _setting("members", run.ensemble.members)]
    made = [{"@id": name} for name in files if name != "record.toml"]
    graph: list[dict[str, Any]] = [
        {"@id": CRATE_FILE, "@type": "CreativeWork", "about": {"@id": "./"}, "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"}},
        {
            "@id": "./",
            "@type": "Dataset",
            "name": run.therapy.title or run.therapy.id,
            "identifier": run.therapy.id,
            "description": NATURE,
            "datePublished": made_on.isoformat(),
            "hasPart": [{"@id": name} for name in files],
            "mentions": {"@id": "#run"},
        },
        *(_file(name, content) for name, content in files.items()),
        {"@id": "#exoforge", "@type": "SoftwareApplication", "name": "exoforge", "softwareVersion": run.version},
        {
            "@id": "#run",
            "@type": "CreateAction",
            "name": f"exoforge run of {run.therapy.id}",
            "instrument": {"@id": "#exoforge"},
            "object": [{"@id": "record.toml"}, *({"@id": one["@id"]} for one in (*inputs, *settings))],
            "result": made,
            "endTime": made_on.isoformat(),
        },
        *inputs,
        *settings,
    ]
    context = ["https://w3id.org/ro/crate/1.1/context", {"sha256": "http://schema.org/sha256"}]
    return json.dumps({"@context": context, "@graph": graph}, indent=1, ensure_ascii=False) + "\n"


def _file(name: str, content: bytes) -> dict[str, Any]:
    words, media_type = FORMATS[name]
    size, checksum = str(len(content)), hashlib.sha256(content).hexdigest()
    return {"@id": name, "@type": "File", "name": words, "encodingFormat": media_type, "contentSize": size, "sha256": checksum}


def _inputs(run: Run) -> list[dict[str, Any]]:
    """The instruments' files, named and not enclosed: whoever has them can tell by their checksums."""
    sources = [one.measurement.file for one in run.confrontations if one.measurement.file is not None]
    return [
        {
            "@id": f"#input-{quote(source.name, safe='')}",
            "@type": "CreativeWork",
            "name": source.name,
            "description": f"Instrument file, read by {source.reader} {source.reader_version}".rstrip(),
            "sha256": source.sha256,
        }
        for source in dict.fromkeys(sources)
    ]


def _setting(name: str, value: int) -> dict[str, Any]:
    return {"@id": f"#{name}", "@type": "PropertyValue", "name": name, "value": value}
