"""The whole test suite: on SQLite, the tests marked `database` again on PostgreSQL, journeys in a browser.

What needs a package that may not be installed here is left out and named at the end; with CI=true it fails.
Arguments are handed to pytest, which then runs once, on SQLite, with the servers at hand.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import debian
import services

CHECKOUT = Path(__file__).resolve().parents[1]
PYTEST = [sys.executable, "-m", "pytest", "--quiet", "--durations=10", "--durations-min=5"]
PARALLEL = ["--numprocesses=2", "--dist=worksteal"]
#: Tools outside Python that tests call.
_CHROMIUM = ("chromium", "chromium")
_GETTEXT = ("msgfmt", "gettext")
_TOKEN = ("softhsm2-util", "softhsm2")


def _ensure(program: str, package: str) -> bool:
    return shutil.which(program) is not None or (
        debian.install(package) and shutil.which(program) is not None
    )


def _environment(data_dir: str) -> dict[str, str]:
    """Return the environment of a test run: nothing of the developer's own site reaches the tests."""
    site = {
        "DATABASE_URL",
        "CACHE_URL",
        "SEARCH_URL",
        "SEARCH_CA",
        "SEARCH_INDEX_PREFIX",
        "EMAIL_URL",
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "SITE_URL",
        "DEMO",
        "HOST",
        "PORT",
    }
    return {name: value for name, value in os.environ.items() if name not in site} | {"DATA_DIR": data_dir}


def _pytest(title: str, arguments: list[str], **variables: str) -> bool:
    print(f"\n===== {title}", flush=True)
    with tempfile.TemporaryDirectory(prefix="cong-mo-test-") as data_dir:
        result = subprocess.run(
            [*PYTEST, *arguments],
            cwd=CHECKOUT,
            env=_environment(data_dir) | variables,
            stdin=subprocess.DEVNULL,
        )
    return result.returncode == 0


def main(arguments: list[str]) -> int:
    """Bring what the tests need, run them, and say what did not run."""
    must_have_all = os.environ.get("CI", "").lower() in {"1", "true"}
    was_running = services.BASE.exists()
    variables, missing = services.start()
    has_browser = _ensure(*_CHROMIUM)
    if not has_browser:
        missing.append("chromium is not installed: the journeys in a browser")
    if not _ensure(*_GETTEXT):
        missing.append("gettext is not installed: the check of the translations")
    if not _ensure(*_TOKEN):
        missing.append("softhsm2 is not installed: the signature by a token")
    at_hand = {f"TEST_{name}": value for name, value in variables.items()}
    try:
        if arguments:
            return 0 if _pytest("Tests", arguments, **at_hand) else 1
        passed = [_pytest("Tests on SQLite", [*PARALLEL, "--ignore=tests/e2e"], **at_hand)]
        if "DATABASE_URL" in variables:
            database = {"DATABASE_URL": variables["DATABASE_URL"]}
            passed.append(
                _pytest("Tests on PostgreSQL", [*PARALLEL, "-m", "database"], **at_hand, **database)
            )
        if has_browser:
            passed.append(_pytest("Journeys in a browser", ["--e2e", "tests/e2e"], **at_hand))
    finally:
        if not was_running:
            services.stop()
    if missing:
        print("\nDid not run:", *(f"  {sentence}" for sentence in missing), sep="\n")
    return 0 if all(passed) and not (missing and must_have_all) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
