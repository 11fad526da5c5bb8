"""The public door: its names, its cost, and that nobody inside uses it."""

import ast
import subprocess
import sys
from pathlib import Path

import exoforge

SOURCE = Path(exoforge.__file__).parent
HEAVY = ("scipy", "numba", "pint", "sympy", "pydantic", "vl_convert", "typst", "rich", "jinja2")


def test_every_public_name_is_there():
    assert sorted(exoforge.__all__) == dir(exoforge)
    for name in exoforge.__all__:
        assert getattr(exoforge, name) is not None


def test_importing_the_package_and_asking_for_help_load_nothing_heavy():
    for line in ("import exoforge", "import exoforge.cli"):
        code = f"{line}; import sys; print([name for name in {HEAVY!r} if name in sys.modules])"
        assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_nobody_inside_imports_the_front_door():
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert node.module != "exoforge", path
            if isinstance(node, ast.Import):
                assert all(alias.name != "exoforge" for alias in node.names), path


def test_only_operations_of_the_base_and_the_report_reach_a_disk():
    """Reading and writing go through base.disk; package data goes through importlib.resources."""
    for path in SOURCE.rglob("*.py"):
        if path.name in ("disk.py",):
            continue
        text = path.read_text(encoding="utf-8")
        assert ".write_text(" not in text, path
        assert ".write_bytes(" not in text, path


def test_pages_made_from_declarations_are_fresh():
    tools = SOURCE.parents[1] / "tools"
    for tool in ("parameters.py", "validation.py", "evidence_rows.py", "isolation_page.py", "formats.py"):
        found = subprocess.run([sys.executable, str(tools / tool), "--check"], capture_output=True, text=True, check=False)
        assert found.returncode == 0, found.stderr + found.stdout
