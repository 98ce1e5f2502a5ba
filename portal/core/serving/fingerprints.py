"""Fingerprints: whether what a step of the preparation stands on is still what it was."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection

from portal.core import registry

_REQUIREMENTS = settings.BASE_DIR / "requirements.txt"


def _own_apps() -> Iterator[Path]:
    for config in apps.get_app_configs():
        path = Path(config.path)
        if path.is_relative_to(settings.BASE_DIR) and "site-packages" not in path.parts:
            yield path


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def _digest(paths: Iterable[Path], *more: str) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for text in more:
        digest.update(f"{text}\0".encode())
    for path in sorted(set(paths)):
        content = path.read_bytes() if path.is_file() else b""
        digest.update(f"{path}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _database() -> str:
    return "|".join(str(connection.settings_dict.get(key, "")) for key in ("ENGINE", "HOST", "PORT", "NAME"))


def schema() -> str:
    """Return the fingerprint of all migrations and of the packages that bring some."""
    migrations = (path for app in _own_apps() for path in (app / "migrations").glob("*.py"))
    return _digest([*migrations, _REQUIREMENTS], _database())


def applied_migrations() -> str:
    """Return the fingerprint of what the database says was applied; another database is noticed by it."""
    if "django_migrations" not in connection.introspection.table_names():
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        return _digest([], *(f"{app}.{name}" for app, name in cursor.fetchall()))


def reference_data() -> str:
    """Return the fingerprint of the files that fill the code lists."""
    return _digest((table.path for _name, table in registry.reference_tables.items()), _database())


def site_tree() -> str:
    """Return the fingerprint of the rules by which the first pages and groups are made."""
    rules = [
        *Path(apps.get_app_config("home").path).rglob("*.py"),
        *(Path(apps.get_app_config("core").path) / "services").glob("*.py"),
    ]
    editable = (model._meta.label for _name, model in registry.editable_models.items())
    return _digest(rules, _database(), *editable)


def demonstration() -> str:
    """Return the fingerprint of the demonstration content."""
    return _digest(_files(Path(apps.get_app_config("demo").path)), _database())


def static_files() -> str:
    """Return the fingerprint of stylesheets, scripts and fonts, also those that packages bring."""
    folders = [*map(Path, settings.STATICFILES_DIRS), *(app / "static" for app in _own_apps())]
    return _digest([*(path for folder in folders for path in _files(folder)), _REQUIREMENTS])
