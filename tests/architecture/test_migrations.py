"""Every model has its migrations, and a missing one is noticed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from django.apps import apps

CHECKOUT = Path(__file__).resolve().parents[2]
_IGNORED = shutil.ignore_patterns("__pycache__", "resources")


def _missing(folder: Path, data_dir: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
        cwd=folder,
        env=os.environ
        | {
            "DATA_DIR": str(data_dir),
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "portal.settings.development",
        },
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_no_migration_is_missing(tmp_path):
    result = _missing(CHECKOUT, tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_missing_migration_is_noticed(tmp_path):
    for name in ("opendata", "gazette", "portal", "search", "templates"):
        shutil.copytree(CHECKOUT / name, tmp_path / name, ignore=_IGNORED)
    shutil.copy(CHECKOUT / "manage.py", tmp_path)
    with (tmp_path / "portal/core/models/generations.py").open("a") as file:
        file.write("    is_new = models.BooleanField(default=False)\n")
    result = _missing(tmp_path, tmp_path / "var")
    assert result.returncode == 1
    assert "Add field is_new to contentgeneration" in result.stdout


def test_every_room_with_models_has_migrations():
    for config in apps.get_app_configs():
        if Path(config.path).parent.parent == CHECKOUT or Path(config.path).parent == CHECKOUT:
            has_models = any(not model._meta.proxy for model in config.get_models())
            has_migrations = any((Path(config.path) / "migrations").glob("0*.py"))
            assert has_models == has_migrations, config.name
