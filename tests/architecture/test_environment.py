"""Variables: the README tells every one, and an unusable value ends the start with one sentence."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from portal.settings.environment import VARIABLES

CHECKOUT = Path(__file__).resolve().parents[2]
_PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "x" * 60,
    "ALLOWED_HOSTS": "portal.example",
    "SITE_URL": "https://portal.example",
}


def _start(command: list[str], variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    return subprocess.run(
        [sys.executable, *command],
        cwd=CHECKOUT,
        env=inherited | variables,
        capture_output=True,
        text=True,
        timeout=60,
    )


def _is_one_sentence(result: subprocess.CompletedProcess[str], name: str) -> bool:
    lines = result.stderr.strip().splitlines()
    return result.returncode == 1 and len(lines) == 1 and lines[0].startswith(f"{name}: ")


def test_the_readme_tells_every_variable():
    text = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    told = {name for row in rows for name in re.findall(r"`([A-Z][A-Z_]+)`", row)}
    assert told == set(VARIABLES)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("HOST", "nowhere.invalid"),
        ("HOST", "203.0.113.1"),
        ("DATA_DIR", "/dev/null/var"),
        ("DEMO", "perhaps"),
        ("DATABASE_URL", "mysql://user@host/name"),
        ("DATABASE_URL", "postgres://user@127.0.0.1:notaport/name"),
        ("DATABASE_URL", "postgres://"),
        ("DATABASE_URL", "postgres://[x"),
        ("CACHE_URL", "redis://[x"),
        ("EMAIL_URL", "smtp://[x"),
        ("SITE_URL", "http://[::1"),
        ("SITE_URL", "http://a:99999"),
        ("SITE_URL", "http://a b"),
        ("SITE_URL", "http://a/b?c=d#x"),
        ("DATABASE_URL", "postgres://user@127.0.0.1:1/name"),
        ("CACHE_URL", "memcached://127.0.0.1"),
        ("EMAIL_URL", "pigeon://coop"),
        ("INBOX_URL", "pop3://user:password@host"),
        ("INBOX_URL", "imaps://host/INBOX"),
        ("INBOX_URL", "imaps://user:password@host:notaport/INBOX"),
        ("INBOX_ADDRESS", "no address"),
        ("SITE_URL", "portal.example"),
        ("RATE_LIMIT", "many"),
        ("RATE_LIMIT", "-1"),
        ("ALLOWED_HOSTS", "http://portal.example/"),
        ("ALLOWED_HOSTS", "portal.example portal.test"),
        ("ADMIN_USER", "quản trị viên"),
        ("DATABASE_URL", "sqlite:////nowhere/at/all/portal.sqlite3"),
        ("DATABASE_URL", "sqlite://"),
    ],
)
def test_an_unusable_value_ends_the_start_with_one_sentence(tmp_path, name, value):
    variables = {
        "DATA_DIR": str(tmp_path),
        "PORT": "8399",
        "DJANGO_SETTINGS_MODULE": "portal.settings.development",
    }
    result = _start(["manage.py", "serve"], variables | {name: value})
    assert _is_one_sentence(result, name), result.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL"])
def test_production_needs_it(tmp_path, name):
    result = _start(["manage.py", "check"], _PRODUCTION | {"DATA_DIR": str(tmp_path), name: ""})
    assert _is_one_sentence(result, name), result.stderr


def test_a_web_server_of_one_s_own_gets_the_sentence_too(tmp_path):
    result = _start(["-c", "import portal.wsgi"], _PRODUCTION | {"DATA_DIR": str(tmp_path), "PORT": "abc"})
    assert _is_one_sentence(result, "PORT"), result.stderr
