"""Write docs/validation.md: every known answer, what was expected, what this package gives.

``python tools/validation.py`` writes the page; ``--check`` writes nothing and exits 1 when the page is stale or an answer is off.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "validation.md"
sys.path.insert(0, str(ROOT))

from _pytest.outcomes import Skipped  # noqa: E402

from tests.known.case import Case, all_cases, got_text, passes  # noqa: E402

HEAD = """# Validation

Numbers that others printed, or that follow exactly from an equation, beside what this package computes today.
The page is made from the tests by `python tools/validation.py`; the same numbers are checked on every run of the suite.

"derived independently" is said of a number that another implementation of the cited equation gave before this one was written.
A model that reproduces its known answers is the model that its authors meant; whether it describes a given batch is another question.
"""

TITLES = {"process": "Isolation, storage, loading, release, tracking", "dosing": "Doses and volumes", "tissues": "Tissue models"}


def page() -> tuple[str, int]:
    """The text of the page, and how many answers are off.

    A number from a real file that is not on this machine keeps the line that the page has.
    """
    parts, off = [HEAD], 0
    written = PAGE.read_text(encoding="utf-8").splitlines() if PAGE.exists() else []
    for module, cases in all_cases().items():
        lines = []
        for case in cases:
            try:
                lines.append(_line(case, case.compute()))
            except Skipped:
                lines += [line for line in written if line.startswith(f"| {case.id} |")]
        off += sum(line.endswith("**no** |") for line in lines)
        title = TITLES.get(module, module.replace("_", " ").capitalize())
        head = "| case | what | source | expected | got | tolerance | passes |\n|---|---|---|---|---|---|---|"
        parts.append("\n".join((f"## {title}\n", f"{len(cases)} numbers.\n", head, *lines)) + "\n")
    return "\n".join(parts), off


def _line(case: Case, got: float) -> str:
    tolerance = f"± {case.tolerance:g} {case.unit}".strip() if case.kind == "absolute" else _share(case.tolerance)
    verdict = "yes" if passes(case, got) else "**no**"
    cells = (case.id, case.title, case.source, f"{case.expected:.8g} {case.unit}".strip(), got_text(case, got), tolerance, verdict)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _share(tolerance: float) -> str:
    return f"{tolerance * 100:g} % of it" if tolerance >= 1e-6 else f"{tolerance:g} of it"


def main(arguments: list[str]) -> int:
    """Write or check the page; 0 when all is well."""
    text, off = page()
    if "--check" not in arguments:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(text, encoding="utf-8")
        print(f"{PAGE.relative_to(ROOT)} written, {off} answers off.")
        return 1 if off else 0
    if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
        print("docs/validation.md is stale: run 'python tools/validation.py'.")
        return 1
    if off:
        print(f"{off} known answers are off: run 'pytest tests/known'.")
    return 1 if off else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
