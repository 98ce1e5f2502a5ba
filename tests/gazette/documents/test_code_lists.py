"""Editors keep the code lists of documents: each opens, is saved, and readers see it at once."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import querydict_from_html

from gazette.documents.code_list_viewsets import VIEWSETS
from portal.core import generation

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("site", "reference_data")]


def test_every_list_opens_and_is_saved(admin_client):
    for model in (viewset.model for viewset in VIEWSETS):
        name = f"wagtailsnippets_{model._meta.app_label}_{model._meta.model_name}"
        entry = model._default_manager.first()
        edit = reverse(f"{name}:edit", args=[entry.pk])
        data = querydict_from_html(admin_client.get(edit).content.decode(), form_id="w-editor-form")
        [field] = [field for field in ("name_vi", "rule_vi", "title_vi") if field in data][:1]
        data[field] = "Tên do biên tập viên sửa"
        before = generation.current()
        response = admin_client.post(edit, data)
        assert response.status_code == 302, (model, response.context["form"].errors)
        assert generation.current() > before, model
        entry.refresh_from_db()
        assert getattr(entry, field) == "Tên do biên tập viên sửa"
        assert "biên tập viên sửa" in admin_client.get(edit).content.decode()
