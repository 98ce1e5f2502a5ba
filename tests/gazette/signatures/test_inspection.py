"""What a file is and what its signatures say, for files as agencies publish them and for changed copies."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from gazette.signatures.enums import FileState
from gazette.signatures.inspection import inspect
from gazette.signatures.inspection.kinds import kind_of
from gazette.signatures.inspection.pdf import dictionaries
from gazette.signatures.judgement import state_of

SAMPLES = Path(__file__).parent / "samples"
SIGNED = SAMPLES / "ky-so-quet-cong-van-metro.pdf"


def inspected(tmp_path: Path, content: bytes):
    path = tmp_path / "file"
    path.write_bytes(content)
    return inspect(path)


def test_a_signed_scan():
    report = inspect(SIGNED)
    assert (report.kind, report.pages, report.pages_with_image, report.byte_ranges) == ("pdf", 1, 1, 1)
    assert report.sha256 == "cd3bf1ca0d1b6b29c61d6c942103cc80156ba4ea445beed714b59ac376f8b409"
    assert report.page_chars == 0
    assert report.text_chars
    [signature] = report.signatures
    assert signature.field == "Signature1"
    assert signature.signer == "CỔNG THÔNG TIN ĐIỆN TỬ CHÍNH PHỦ"
    assert signature.organisation == "VĂN PHÒNG CHÍNH PHỦ"
    assert signature.time == "2026-04-28T15:49:15+00:00"
    assert signature.subfilter == "adbe.pkcs7.detached"
    assert (signature.intact, signature.covers_whole_file, signature.state) == (True, True, "intact")
    assert signature.trust == "unverified"
    assert state_of(report) == FileState.SIGNED


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("gia-pdf-trang-loi.pdf", "html"),
        ("to-khai-dc01.docx", "zip-docx"),
        ("to-khai-ct01.doc", "ole-doc"),
    ],
)
def test_the_kind_comes_from_the_content(name, kind):
    report = inspect(SAMPLES / name)
    assert (report.kind, report.pages, report.signatures) == (kind, None, [])
    assert state_of(report) == FileState.NOT_PDF


def one_digit(content: bytes) -> bytes:
    place = content.index(b"/MediaBox")
    while not 0x31 <= content[place] <= 0x39:
        place += 1
    other = b"8" if content[place : place + 1] != b"8" else b"7"
    return content[:place] + other + content[place + 1 :]


def form_broken(content: bytes) -> bytes:
    """Change one letter of the form's name: the field is lost, the signature stands where it stood."""
    place = content.rindex(b"/AcroForm")
    return content[:place] + b"/AcroFoRm" + content[place + 9 :]


def without_range(content: bytes) -> bytes:
    """Change one letter, so that the signature no longer says what it covers."""
    return content.replace(b"/ByteRange", b"/ByteRangf")


def rotated(content: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = generic.NumberObject(90)
    writer.update_container(page)
    return written(writer)


def without_the_field(content: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
    del writer.root["/AcroForm"]
    writer.update_root()
    return written(writer)


def written(writer: IncrementalPdfFileWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def rewritten(content: bytes, change=lambda document: None) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as document:
        change(document)
        buffer = io.BytesIO()
        document.save(buffer)
    return buffer.getvalue()


def orphan(document: pikepdf.Pdf) -> None:
    del document.Root["/AcroForm"]


@pytest.mark.parametrize(
    ("change", "state"),
    [
        (one_digit, FileState.ALTERED),
        (form_broken, FileState.ALTERED),
        (without_range, FileState.ALTERED),
        (lambda content: content + b"\n% one more line\n", FileState.APPENDED),
        (rotated, FileState.APPENDED),
        (lambda content: content[:-1], FileState.TRUNCATED),
        (lambda content: content[:-3000], FileState.TRUNCATED),
        (lambda content: content[: len(content) // 2], FileState.TRUNCATED),
        (without_the_field, FileState.REMOVED),
        (lambda content: rewritten(content), FileState.ALTERED),
        (lambda content: rewritten(content, orphan), FileState.ORPHANED),
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_a_changed_copy_is_named_for_what_it_is(tmp_path, change, state):
    report = inspected(tmp_path, change(SIGNED.read_bytes()))
    assert state_of(report) == state
    assert not any(signature.state == "intact" for signature in report.signatures)


def encrypted() -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    buffer = io.BytesIO()
    document.save(buffer, encryption=pikepdf.Encryption(owner="a", user="b"))
    return buffer.getvalue()


def test_an_encrypted_file(tmp_path):
    assert state_of(inspected(tmp_path, encrypted())) == FileState.ENCRYPTED


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7\n%%EOF", b"%PDF-1.7\n" + b"1 0 obj <<" * 2000 + b"%%EOF", b"%PDF-1.4\n%\0\xff\n%%EOF"],
)
def test_a_damaged_file(tmp_path, content):
    assert state_of(inspected(tmp_path, content)) in {FileState.DAMAGED, FileState.TOO_COMPLEX}


def test_a_field_that_is_its_own_kid_costs_no_time(tmp_path):
    content = (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
        b"4 0 obj<</FT/Sig/T(a)/Kids[4 0 R 5 0 R]/Parent 4 0 R>>endobj\n"
        b"5 0 obj<</FT/Sig/T(b)/Kids[4 0 R 5 0 R]>>endobj\n"
        b"trailer<</Size 6/Root 1 0 R>>\n%%EOF\n"
    )
    path = tmp_path / "file"
    path.write_bytes(content)
    begun = time.process_time()
    assert dictionaries(path).empty_fields == 2
    assert time.process_time() - begun < 1


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=300),
    st.sampled_from(
        [b"", b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html>", b"\xff\xfe"]
    ),
)
def test_any_bytes_have_a_kind(tmp_path, content, head):
    path = tmp_path / "any"
    path.write_bytes(head + content)
    assert kind_of(path)
