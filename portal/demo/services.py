"""The demonstration province: real documents, loaded by the same commands that an office uses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.core.management import call_command
from wagtail.models import Site

from portal.core.models import SiteSettings

RESOURCES = Path(__file__).parent / "resources"

#: The commands that load it, in order; they belong to other rooms and are named by string only.
STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "import_documents",
        ("documents/documents.jsonl.gz", "--articles", "documents/articles.jsonl.gz"),
    ),
    ("import_gazettes", ("gazettes/gazettes.jsonl.gz",)),
    ("import_news", ("news/news.jsonl.gz",)),
    # The law that the answers name, then the questions.
    (
        "import_documents",
        ("questions/documents.jsonl.gz", "--articles", "questions/articles.jsonl.gz"),
    ),
    ("import_questions", ("questions/questions.jsonl.gz",)),
    ("import_datasets", ("datasets/datasets.json",)),
    ("load_statistics", ()),
)


def load(*, report: Callable[[str], None]) -> None:
    """Load the demonstration; running it again changes nothing. `report` is told each step."""
    name_the_province()
    for command, arguments in STEPS:
        report(command)
        paths = [part if part.startswith("--") else str(RESOURCES / part) for part in arguments]
        call_command(command, *paths)


def name_the_province() -> None:
    """Give a site without a name that of the demonstration province; contact channels stay empty, not invented."""
    for site in Site.objects.all():
        settings = SiteSettings.for_site(site)
        if not settings.province_name:
            settings.province_name = "Tỉnh Đắk Nông"
            settings.province_name_en = "Đắk Nông Province"
            settings.owner_name = "Văn phòng Ủy ban nhân dân tỉnh Đắk Nông"
            settings.is_demonstration = True
            settings.save()
