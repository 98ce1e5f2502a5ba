"""All checks; each runs whatever the others say, and the failed ones are named at the end."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]

CHECKS: tuple[tuple[str, list[str]], ...] = (
    ("lint", [str(BIN / "ruff"), "check", "."]),
    ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
    ("import contract", [str(BIN / "lint-imports")]),
    ("templates", [str(BIN / "djlint"), "templates", "--lint", "--quiet"]),
    ("missing migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"]),
    ("deployment", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"]),
    ("types", [sys.executable, "-m", "mypy"]),
)


def _environment(data_dir: str) -> dict[str, str]:
    """Return the environment of a public site that nobody reaches."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "DATA_DIR": data_dir,
        "DATABASE_URL": "",
        "CACHE_URL": "",
        "EMAIL_URL": "",
        "SECRET_KEY": "a-key-for-checks-only-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
        "ALLOWED_HOSTS": "portal.example",
        "SITE_URL": "https://portal.example",
    }


def main() -> int:
    """Run every check."""
    failed = []
    with tempfile.TemporaryDirectory(prefix="cong-mo-check-") as data_dir:
        environment = _environment(data_dir)
        (Path(data_dir) / "static").mkdir()
        for name, command in CHECKS:
            start = time.monotonic()
            result = subprocess.run(
                command,
                cwd=CHECKOUT,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
            )
            is_good = result.returncode == 0
            print(f"{'ok  ' if is_good else 'FAIL'} {name} ({time.monotonic() - start:.1f} s)", flush=True)
            if not is_good:
                failed.append(name)
                print(result.stdout, result.stderr, sep="", flush=True)
    if failed:
        print(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
