"""Build the PDF of an issue."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress

from gazette.issues.enums import BuildState
from gazette.issues.models import GazetteIssue, IssueBuild
from gazette.issues.selectors import unpublished_issue_at
from gazette.issues.services.building import run_build


class Command(BaseCommand):
    """Build the file of an issue that is not published yet; a published one stays as it is."""

    help = "Build the PDF of a gazette issue, with --sign also sign it; a published issue stays as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take year and number, and whether to sign."""
        parser.add_argument("year", type=int)
        parser.add_argument("number", help="the issue's number, or a range such as 1095-1096")
        parser.add_argument("--sign", action="store_true", help="sign with SIGNING_KEY")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, and say where the file is and which parts do not allow PDF/A."""
        issue = unpublished_issue_at(options["year"], options["number"])
        if issue is None:
            raise CommandError(f"Không có số Công báo {options['number']} năm {options['year']}.")
        if issue.live or issue.sealed_at:
            self.stdout.write(f"{issue.name} đã đăng nên giữ nguyên, không dựng lại.")
            return
        if options["sign"] and not settings.SIGNING_KEY:
            raise CommandError("SIGNING_KEY: chưa cấu hình khóa ký.")
        job = IssueBuild.objects.create(issue=issue, is_signed=options["sign"], state=BuildState.RUNNING)
        with Progress(console=Console(stderr=True), disable=not options["verbosity"]) as bar:
            task = bar.add_task(issue.name, total=100)
            job = run_build(
                job, report=lambda percent, words: bar.update(task, completed=percent, description=words)
            )
        if job.state != BuildState.DONE:
            raise CommandError(job.message)
        self._tell(issue, job)

    def _tell(self, issue: GazetteIssue, job: IssueBuild) -> None:
        report = job.report
        self.stdout.write(f"Tệp: {default_storage.path(job.file_name)}")
        self.stdout.write(
            f"{job.page_count} trang ({report['first_page']}–{report['last_page']}), SHA-256 {job.sha256}"
        )
        if report["is_archival"]:
            self.stdout.write("PDF/A-2b")
            return
        self.stdout.write("Không phải PDF/A vì:")
        names = {str(entry.pk): str(entry) for entry in issue.entries.all()}
        for key, reasons in report["obstacles"].items():
            self.stdout.write(f"  {names.get(key, key)}: {', '.join(reasons)}")
