"""The translations are complete, compiled and in step with the code."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
LOCALE = CHECKOUT / "locale"
CATALOGUES = sorted(path.relative_to(LOCALE) for path in LOCALE.rglob("*.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")

pytestmark = pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext is not installed")


def _run(*command: str | Path, cwd: Path = CHECKOUT) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"LC_ALL": "C.UTF-8", "LANGUAGE": "en"}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=True)


def _entries(catalogue: Path) -> list[str]:
    """Return the entries of a catalogue, its head left out."""
    return _run("msgcat", "--no-wrap", "--no-location", catalogue).stdout.strip().split("\n\n")[1:]


def _texts(entry: str, keyword: str) -> list[str]:
    """Return what stands after a keyword of an entry, `msgstr` for all plural forms."""
    found = re.findall(rf'^{keyword}(?:\[\d\])? ((?:".*"\n?)+)', entry, re.MULTILINE)
    return ["".join(re.findall(r'^"(.*)"$', text, re.MULTILINE)) for text in found]


def _messages_command() -> list[str]:
    """Return the arguments of `makemessages` that `make messages` uses."""
    line = re.search(r"manage\.py (makemessages .*)", (CHECKOUT / "Makefile").read_text())
    assert line
    return [word.strip("'") for word in line[1].split()]


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=str)
def test_every_text_is_translated(catalogue: Path) -> None:
    result = _run("msgfmt", "--check", "--statistics", "--output-file=/dev/null", LOCALE / catalogue)
    assert re.fullmatch(r"\d+ translated messages?\.", result.stderr.strip())


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=str)
def test_translations_keep_the_placeholders(catalogue: Path) -> None:
    wrong = [
        translation
        for entry in _entries(LOCALE / catalogue)
        for translation in _texts(entry, "msgstr")
        # What a singular form spells out ("1 page"), the plural form names.
        if set(PLACEHOLDER.findall(translation))
        != set(PLACEHOLDER.findall("".join(_texts(entry, "msgid") + _texts(entry, "msgid_plural"))))
    ]
    assert wrong == []


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=str)
def test_compiled_catalogues_are_up_to_date(catalogue: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.mo"
    _run("msgfmt", f"--output-file={fresh}", LOCALE / catalogue)
    committed = (LOCALE / catalogue).with_suffix(".mo")
    assert _run("msgunfmt", committed).stdout == _run("msgunfmt", fresh).stdout


def test_the_catalogue_holds_the_texts_of_the_code_and_no_others(tmp_path: Path) -> None:
    for name in ("portal", "gazette", "opendata", "search", "templates", "locale"):
        shutil.copytree(CHECKOUT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(CHECKOUT / "manage.py", tmp_path)
    _run(sys.executable, "manage.py", *_messages_command(), cwd=tmp_path)
    english = Path("en/LC_MESSAGES/django.po")
    assert set(_entries(tmp_path / "locale" / english)) == set(_entries(LOCALE / english))
