"""export_law: one commit for each change, on its legal date; the same again for the same content."""

from __future__ import annotations

import subprocess
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from gazette.documents.models import (
    Article,
    ArticleVersion,
    ConsolidatedText,
    DocumentRelation,
    RelationType,
)
from tests.factories.documents import LegalDocumentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def git(folder, *arguments: str) -> str:
    return subprocess.run(
        ["git", "-C", str(folder), *arguments], capture_output=True, check=True, text=True
    ).stdout


@pytest.fixture
def decree():
    document = LegalDocumentFactory(
        number="1/2019/NĐ-CP", issued_on=date(2019, 1, 1), text="", expired_on=date(2025, 7, 1)
    )
    Article.objects.create(
        document=document, number="5", anchor="dieu-5", position="1", title="Tên", text="Lời mới."
    )
    edition = ConsolidatedText.objects.create(
        document=document, edition="2023-11", known_on=date(2023, 11, 30)
    )
    ArticleVersion.objects.create(
        consolidated_text=edition, document=document, number="5", anchor="dieu-5", title="Tên", text="Lời cũ.",
        valid_until=date(2024, 3, 15), changed_by="sửa đổi bởi Nghị định 9/2024/NĐ-CP",
    )  # fmt: skip
    return document


def test_each_change_is_a_commit_on_its_legal_date(tmp_path, decree):
    LegalDocumentFactory(number="30/1965/QĐ", issued_on=date(1965, 1, 1), text="Điều 1. Cũ\nChữ.\x00")
    LegalDocumentFactory(live=False, text="Chưa đăng")
    folder = tmp_path / "law"
    call_command("export_law", str(folder))
    log = git(folder, "log", "--reverse", "--format=%ad %s", "--date=format-local:%Y-%m-%d").splitlines()
    assert len(log) == 4
    assert "30/1965/QĐ" in log[0]
    days = git(folder, "log", "--reverse", "--format=%ad", "--date=short").split()
    assert days[1:] == ["2019-01-01", "2024-03-15", "2025-07-01"]
    path = f"2019/1-2019-nd-cp-{decree.pk}.md"
    states = [git(folder, "show", f"main~{n}:{path}") for n in (2, 1, 0)]
    assert ["Lời cũ." in states[0], "Lời mới." in states[1], "het_hieu_luc: 2025-07-01" in states[2]] == [
        True
    ] * 3
    assert (folder / path).read_text(encoding="utf-8") == states[2]


def test_the_same_content_gives_the_same_history(tmp_path, decree):
    first, second = tmp_path / "a", tmp_path / "b"
    for folder in (first, second, first):
        call_command("export_law", str(folder))
    assert git(first, "rev-parse", "main") == git(second, "rev-parse", "main")
    Article.objects.filter(document=decree).update(text="Lời mới nhất.")
    call_command("export_law", str(first))
    assert git(first, "rev-parse", "main~2") == git(second, "rev-parse", "main~2")
    assert git(first, "rev-parse", "main") != git(second, "rev-parse", "main")


def test_a_folder_with_other_things_is_left_alone(tmp_path):
    (tmp_path / "quan-trong.txt").write_text("giữ", encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("export_law", str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["quan-trong.txt"]


def test_an_empty_site_makes_an_empty_repository(tmp_path):
    call_command("export_law", str(tmp_path / "law"))
    assert git(tmp_path / "law", "rev-list", "--all") == ""


def test_what_others_do_to_a_document_is_a_commit_too(tmp_path):
    acted = LegalDocumentFactory(
        number="1/2019/NĐ-CP",
        issued_on=date(2019, 1, 1),
        effective_on=date(2019, 1, 1),
        text="Điều 1. Một\nHai.",
    )
    for number, provision, kind in (
        (2, "Điều 1", "bai-bo"),
        (3, "", "tam-ngung-hieu-luc"),
        (4, "", "thay-the"),
    ):
        day = date(2018 + number, 1, 1)
        acting = LegalDocumentFactory(number=f"{number}/2020/NĐ-CP", issued_on=day, effective_on=day)
        DocumentRelation.objects.create(
            source=acting,
            target=acted,
            provision=provision,
            relation_type=RelationType.objects.get(code=kind),
        )
    call_command("export_law", str(tmp_path / "law"))
    path = f"2019/1-2019-nd-cp-{acted.pk}.md"
    log = git(
        tmp_path / "law", "log", "--reverse", "--format=%ad %s", "--date=short", "--", path
    ).splitlines()
    assert [line.split()[0] for line in log] == ["2019-01-01", "2020-01-01", "2021-01-01", "2022-01-01"]
    assert "Hết hiệu lực một phần" in log[1]
    assert "tinh_trang: Hết hiệu lực toàn bộ" in git(tmp_path / "law", "show", f"main:{path}")
