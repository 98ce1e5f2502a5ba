"""The import contract is kept, and it is a contract: a forbidden import breaks it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
WINGS = ("opendata", "gazette", "portal", "search")
_IGNORED = shutil.ignore_patterns("__pycache__", "resources", "static")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the code that a test may spoil."""
    for wing in WINGS:
        shutil.copytree(CHECKOUT / wing, tmp_path / wing, ignore=_IGNORED)
    contracts = tmp_path / "tests" / "architecture"
    contracts.mkdir(parents=True)
    shutil.copy(CHECKOUT / "tests/architecture/contracts.py", contracts)
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    return tmp_path


def _lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "lint-imports"
    return subprocess.run([program, "--no-cache"], cwd=folder, capture_output=True, text=True, timeout=120)


def test_the_contract_is_kept(copy):
    result = _lint_imports(copy)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("search/query.py", "from portal.core import models", "Wings"),
        ("portal/core/links.py", "import gazette.documents.models", "Wings"),
        ("gazette/documents/selectors.py", "import opendata.api.urls", "Wings"),
        ("portal/core/links.py", "import portal.agencies.models", "portal:"),
        ("portal/news/selectors.py", "import portal.home.models", "portal:"),
        ("gazette/documents/selectors.py", "import gazette.issues.models", "gazette:"),
        ("opendata/feeds/urls.py", "import opendata.api.urls", "opendata:"),
        ("gazette/documents/enums.py", "import gazette.documents.models", "Inside a room"),
        ("portal/agencies/selectors.py", "import portal.agencies.views", "Inside a room"),
        ("portal/news/selectors.py", "import portal.agencies.views", "its doors"),
        ("gazette/issues/selectors.py", "def later():\n    import search.ranking", "its doors"),
    ],
)
def test_a_forbidden_import_breaks_it(copy, module, line, contract):
    with (copy / module).open("a") as file:
        file.write(f"\n\n{line}\n")
    result = _lint_imports(copy)
    assert result.returncode == 1, result.stdout
    broken = [text for text in result.stdout.splitlines() if "BROKEN" in text or "hooks" in text]
    assert any(contract in text for text in result.stdout.split("Broken contracts")[1].splitlines()), broken


def test_a_new_room_must_be_placed(copy):
    (copy / "portal/weather").mkdir()
    (copy / "portal/weather/__init__.py").touch()
    assert _lint_imports(copy).returncode == 1
