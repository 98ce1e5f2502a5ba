"""The house is built as it says: templates and tests mirror the rooms, `make` tells its targets."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.template import TemplateSyntaxError
from django.template.loader import get_template

CHECKOUT = Path(__file__).resolve().parents[2]
WINGS = {"search", "portal", "gazette", "opendata"}
ROOMS = {
    ".".join(Path(config.path).relative_to(CHECKOUT).parts): config
    for config in apps.get_app_configs()
    if Path(config.path).is_relative_to(CHECKOUT) and "site-packages" not in config.path
}
_REFERENCE = re.compile(r"""["']([a-z_]+(?:/[a-z0-9_]+)+\.(?:html|txt|xml))["']""")


def _mirrors(folder: Path) -> list[str]:
    """Return the rooms for which a folder has a mirror."""
    found = []
    for wing in (path for path in folder.iterdir() if path.name in WINGS and path.is_dir()):
        if wing.name in ROOMS:
            found.append(wing.name)
        else:
            found += [
                f"{wing.name}.{room.name}" for room in wing.iterdir() if room.is_dir() and room.name[0] != "_"
            ]
    return found


def test_the_rooms_are_those_of_the_four_wings():
    assert {room.split(".")[0] for room in ROOMS} == WINGS
    assert {path.name for path in CHECKOUT.iterdir() if (path / "__init__.py").is_file()} <= WINGS


@pytest.mark.parametrize("mirror", ["templates", "tests"])
def test_the_mirror_has_no_room_of_its_own(mirror):
    assert set(_mirrors(CHECKOUT / mirror)) <= set(ROOMS) | {"portal.settings"}


def test_no_room_keeps_its_templates_inside():
    assert [room for room, config in ROOMS.items() if (Path(config.path) / "templates").exists()] == []


def test_every_template_that_a_room_names_is_there_and_can_be_read():
    sources = [path for wing in WINGS for path in (CHECKOUT / wing).rglob("*.py")]
    named = {name for path in sources for name in _REFERENCE.findall(path.read_text(encoding="utf-8"))}
    own = {name for name in named if name.split("/")[0] in WINGS | {"components", "emails"}}
    assert own
    for name in sorted(own):
        get_template(name)


def test_every_template_can_be_read():
    for path in sorted((CHECKOUT / "templates").rglob("*.html")):
        try:
            get_template(str(path.relative_to(CHECKOUT / "templates")))
        except TemplateSyntaxError as error:
            pytest.fail(f"{path.relative_to(CHECKOUT)}: {error}")


def test_make_tells_every_target():
    makefile = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    targets = {name for line in re.findall(r"^\.PHONY: (.+)$", makefile, re.M) for name in line.split()}
    told = subprocess.run(["make"], cwd=CHECKOUT, capture_output=True, text=True, timeout=30).stdout
    assert targets == set(re.findall(r"^  make ([a-z-]+) +\S", told, re.M))
    assert {"run", "test", "check", "bench", "format", "services", "services-stop", "messages"} <= targets


def test_every_dependency_is_pinned():
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (CHECKOUT / name).read_text().splitlines():
            assert not line or line[0] in "#-" or re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][^\s]*", line), line
