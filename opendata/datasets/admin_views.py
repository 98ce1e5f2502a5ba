"""Guided import: an editor sees what was understood of a file before it is stored."""

from __future__ import annotations

import time
import uuid
from pathlib import Path, PurePath
from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages

from opendata.datasets.admin_forms import ImportForm
from opendata.datasets.engine import datasets_folder
from opendata.datasets.enums import DecimalSign
from opendata.datasets.importers.reading import Understanding
from opendata.datasets.models import Dataset
from opendata.datasets.services.importing import FileRefused, Options, add_version, understand

_SALT = "dataset-import"
#: A file that was shown and not stored is removed after so many seconds.
_KEPT_SECONDS = 24 * 60 * 60


def guided_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Approvers: upload a file, look at what was understood, then store it as the newest version."""
    dataset = get_object_or_404(Dataset, pk=pk)
    if not request.user.has_perm("datasets.publish_dataset"):
        raise PermissionDenied
    form = ImportForm(request.POST or None, request.FILES or None)
    understanding: Understanding | None = None
    if request.method == "POST" and form.is_valid():
        path, name = _path_of(request, form)
        if path is None:
            form.add_error("file", _("Hãy chọn tệp."))
        else:
            options = _options(form)
            try:
                if "store" in request.POST:
                    return _store(request, dataset, path, name, options, form.cleaned_data["notes"])
                understanding = understand(path, options)
            except FileRefused as error:
                form.add_error(None, str(error))
            shown = QueryDict(mutable=True)
            shown.update(form.data)
            shown["token"] = signing.dumps({"path": path.name, "name": name, "dataset": pk}, salt=_SALT)
            form.data = shown
    context = {"dataset": dataset, "form": form, "understanding": understanding}
    return render(request, "opendata/datasets/admin/guided_import.html", context)


def _options(form: ImportForm) -> Options:
    data = form.cleaned_data
    return Options(
        sheet=data["sheet"],
        decimal=DecimalSign(data["decimal"]) if data["decimal"] else None,
        header_row=data["header_row"] or 0,
        texts=frozenset(line.strip() for line in data["texts"].splitlines() if line.strip()),
    )


def _store(
    request: HttpRequest, dataset: Dataset, path: Path, name: str, options: Options, notes: str
) -> HttpResponse:
    imported = add_version(
        dataset=dataset, path=path, options=options, notes=notes, file_name=name, user=request.user
    )
    path.unlink(missing_ok=True)
    text = (
        _("Đã lưu và công bố phiên bản %(number)s.")
        if imported.is_new
        else _("Tệp giống hệt phiên bản %(number)s; không tạo phiên bản mới.")
    )
    messages.success(request, text % {"number": imported.version.number})
    return redirect(Dataset.snippet_viewset.get_url_name("edit"), dataset.pk)


def _path_of(request: HttpRequest, form: ImportForm) -> tuple[Path | None, str]:
    """Return where the file is that was sent now, or shown before, and its name."""
    folder = datasets_folder() / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    file: Any = form.cleaned_data["file"]
    if file:
        _clean(folder)
        suffixes = PurePath(file.name.lower()).suffixes
        path = (
            folder / f"{uuid.uuid4().hex}{''.join(suffixes[-2:] if suffixes[-1] == '.gz' else suffixes[-1:])}"
        )
        with path.open("wb") as target:
            for chunk in file.chunks():
                target.write(chunk)
        return path, str(file.name)
    try:
        kept = signing.loads(form.cleaned_data["token"], salt=_SALT, max_age=_KEPT_SECONDS)
    except signing.BadSignature:
        return None, ""
    path = folder / kept["path"]
    return (path if path.is_file() else None), str(kept["name"])


def _clean(folder: Path) -> None:
    for path in folder.iterdir():
        if path.stat().st_mtime < time.time() - _KEPT_SECONDS:
            path.unlink(missing_ok=True)
