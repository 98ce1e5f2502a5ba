"""What pages show of a file and its signatures, in words; reads only what it is given."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gazette.signatures.enums import KINDS, TONES, FileState, SignatureState, Trust
from gazette.signatures.inspection import FileReport, SignatureReport
from gazette.signatures.judgement import state_of
from gazette.signatures.models import FileInspection
from search import vietnamese

_WEAK_DIGESTS = {"md5", "sha1"}
_SIGNATURE_TONES = {
    SignatureState.INTACT: "success",
    SignatureState.APPENDED: "warning",
    SignatureState.UNREADABLE: "warning",
    SignatureState.ALTERED: "danger",
    SignatureState.TRUNCATED: "danger",
}


def file_view(report: FileReport, *, name: str = "", inspected_at: datetime | None = None) -> dict[str, Any]:
    """Return a report as a template shows it."""
    state = state_of(report)
    return {
        "kind": str(KINDS.get(report.kind, report.kind)),
        "state": state.value,
        "state_text": state_text(report),
        "tone": TONES[state],
        "sentence": sentence(report, name),
        "pages": report.pages,
        "text": text_words(report),
        "sha256": report.sha256,
        "size": report.size,
        "inspected_at": inspected_at,
        "signatures": [
            signature_view(signature, number) for number, signature in enumerate(report.signatures, start=1)
        ],
    }


def inspection_view(inspection: FileInspection | None) -> dict[str, Any] | None:
    """Return a kept inspection as a template shows it, None while the file waits."""
    report = inspection.found if inspection else None
    if inspection is None or report is None:
        return None
    return file_view(report, inspected_at=inspection.inspected_at)


def state_text(report: FileReport) -> str:
    """Return the state in a few words, with the number of signatures where there are some."""
    state = state_of(report)
    if state != FileState.SIGNED:
        return str(state.label)
    total = len(report.signatures)
    words = ngettext(
        "%(count)s chữ ký số, nội dung đã ký còn nguyên vẹn",
        "%(count)s chữ ký số, nội dung đã ký còn nguyên vẹn",
        total,
    ) % {"count": total}
    return f"{words}; {chain_words(report)}"


def chain_words(report: FileReport) -> str:
    """Return what is known of the signers of a file, all together."""
    trusts = {signature.trust for signature in report.signatures}
    if trusts == {Trust.TRUSTED}:
        return _("người ký được xác thực qua cơ quan chứng thực mà cổng tin cậy")
    if Trust.REVOKED in trusts:
        return str(Trust.REVOKED.label)
    return _("người ký chưa kiểm chứng được")


def sentence(report: FileReport, name: str = "") -> str:
    """Return one or two sentences that say what was found."""
    state = state_of(report)
    if state == FileState.NOT_PDF:
        kind = str(KINDS.get(report.kind, report.kind))
        if name.lower().endswith(".pdf"):
            return _(
                "Tên tệp có đuôi .pdf nhưng nội dung là %(kind)s, không phải PDF; "
                "cổng chỉ kiểm tra chữ ký trong tệp PDF."
            ) % {"kind": kind}
        return _("Tệp này là %(kind)s; cổng chỉ kiểm tra chữ ký trong tệp PDF.") % {"kind": kind}
    sentences = {
        FileState.UNSIGNED: _("Tệp PDF này không có chữ ký số."),
        FileState.EMPTY_FIELD: _(
            "Tệp có trường chữ ký nhưng trường để trống: chưa ai ký, hoặc chữ ký đã bị gỡ khỏi tệp."
        ),
        FileState.ALTERED: _("Nội dung đã ký không còn như khi ký: tệp đã bị sửa, không được tin theo."),
        FileState.APPENDED: _(
            "Phần đã ký còn nguyên, nhưng sau đó tệp được thêm nội dung mà không chữ ký nào bao trùm."
        ),
        FileState.TRUNCATED: _("Tệp bị cắt mất phần cuối, nên không còn là tệp đã ký."),
        FileState.REMOVED: _("Tệp từng có một chữ ký, và chữ ký đó đã bị gỡ ra bằng một lần sửa sau."),
        FileState.ORPHANED: _(
            "Trong tệp còn dấu vết của chữ ký nhưng không thuộc trường nào: tệp đã được ghi hoặc nén lại sau khi ký, "
            "nên chữ ký không còn tác dụng."
        ),
        FileState.UNREADABLE: _("Tệp có chữ ký nhưng cổng không đọc được chữ ký đó."),
        FileState.ENCRYPTED: _("Tệp đặt mật khẩu; cổng không mở được nên không kiểm tra được."),
        FileState.DAMAGED: _("Tệp PDF bị hỏng, cổng không đọc được."),
        FileState.TOO_COMPLEX: _(
            "Kiểm tra tệp này cần nhiều bộ nhớ hoặc thời gian hơn mức cổng cho phép, nên cổng đã dừng lại."
        ),
    }
    if state == FileState.SIGNED:
        return state_text(report) + "."
    return str(sentences[state])


def text_words(report: FileReport) -> str:
    """Return whether the file's text can be searched and read out."""
    if report.text_chars is None:
        return ""
    if report.pages and report.pages_with_image == report.pages and not report.page_chars:
        if report.text_chars:
            return _("bản quét: mọi trang là ảnh, chỉ khung chữ ký có chữ")
        return _("bản quét: mọi trang là ảnh, không có lớp chữ")
    return _("có lớp chữ") if report.text_chars else _("không có lớp chữ")


def signature_view(signature: SignatureReport, number: int) -> dict[str, Any]:
    """Return one signature as a template shows it."""
    state = SignatureState(signature.state)
    rows = [
        {"label": _("Người ký"), "value": signature.signer, "lang": "vi"},
        {"label": _("Tổ chức"), "value": signature.organisation, "lang": "vi"},
        {"label": _("Thời điểm ký"), "value": time_words(signature)},
        {"label": _("Nội dung đã ký"), "value": str(state.label), "tone": _SIGNATURE_TONES[state]},
        {
            "label": _("Phạm vi"),
            "value": _("Chữ ký bao trùm toàn bộ tệp")
            if signature.covers_whole_file
            else _("Chữ ký không bao trùm toàn bộ tệp"),
        },
        {"label": _("Người ký là ai"), "value": trust_words(signature)},
        {"label": _("Nơi cấp chứng thư số"), "value": signature.issuer, "lang": "vi"},
        {"label": _("Thuật toán"), "value": _digest_words(signature)},
    ]
    return {"number": number, "field": signature.field, "rows": rows, "state": state.value}


def trust_words(signature: SignatureReport) -> str:
    """Return what is known of the signer's certificate, in words."""
    trust = Trust(signature.trust)
    return str(trust.label)


def time_words(signature: SignatureReport) -> str | None:
    """Return when it was signed, in Viet Nam's time, and who says so."""
    moment = parse_datetime(signature.time) if signature.time else None
    if moment is None:
        return None
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    local = timezone.localtime(moment)
    words = f"{local:%H:%M:%S} {vietnamese.format_date(local.date())}"
    if signature.is_stamped:
        return _("%(moment)s, có dấu thời gian") % {"moment": words}
    return _("%(moment)s, theo đồng hồ của người ký") % {"moment": words}


def _digest_words(signature: SignatureReport) -> str | None:
    if not signature.digest:
        return None
    words = signature.digest.upper()
    if signature.digest.lower() in _WEAK_DIGESTS:
        return _("%(digest)s, thuật toán cũ không còn được coi là an toàn") % {"digest": words}
    return words
