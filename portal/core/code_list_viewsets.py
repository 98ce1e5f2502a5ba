"""How editors keep code lists: one base for every list, all below one menu entry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.menu import Menu, SubmenuMenuItem
from wagtail.admin.panels import FieldPanel, ObjectList, Panel
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from search import vietnamese

MENU_HOOK = "register_code_list_menu_item"


def code_list_menu_item() -> SubmenuMenuItem:
    """Return the menu entry "Danh mục", under which every room's code lists stand."""
    menu = Menu(register_hook_name=MENU_HOOK, construct_hook_name="construct_code_list_menu")
    return SubmenuMenuItem(_("Danh mục"), menu, name="danh-muc", icon_name="list-ul", order=400)


class CodeListForm(WagtailAdminModelForm):
    """A form that leaves the key alone once it is public."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("code", "number"):
            if self.instance.pk and name in self.fields:
                self.fields[name].disabled = True


class CodeListIndexView(IndexView):
    """A listing whose search leaves marks and case aside; code lists are short enough to be read whole."""

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the entries with the words searched for in one of the search fields."""
        if not self.is_searching:
            return queryset
        wanted = vietnamese.fold(self.search_query)
        found = [
            entry.pk
            for entry in queryset
            if wanted in vietnamese.fold(" ".join(str(getattr(entry, name)) for name in self.search_fields))
        ]
        return queryset.filter(pk__in=found)


class CodeListViewSet(SnippetViewSet):
    """Listing, form, history and export of a code list; a room's list is a subclass with its model."""

    icon = "list-ul"
    menu_hook = MENU_HOOK
    index_view_class = CodeListIndexView
    copy_view_enabled = False
    list_per_page = 100
    list_display: Sequence[str] = ("name_vi", "code", "name_en")
    search_fields: Sequence[str] = ("code", "name_vi", "name_en")

    def panels_of_model(self) -> list[Panel]:
        """Return a panel for every field that editors fill in, in the order of the model: what it is comes first."""
        names = [
            field.name
            for field in self.model._meta.concrete_fields
            if field.editable and not field.primary_key
        ]
        first = [name for name in ("code", "number", "name_vi", "title_vi", "name_en") if name in names]
        last = [name for name in ("valid_from", "valid_until", "sort_order", "evidence") if name in names]
        middle = [name for name in names if name not in {*first, *last}]
        choices = [
            FieldPanel(field.name, widget=forms.CheckboxSelectMultiple)
            for field in self.model._meta.many_to_many
        ]
        return [*map(FieldPanel, (*first, *middle)), *choices, *map(FieldPanel, last)]

    def get_edit_handler(self) -> Panel:
        """Build the form from the model's own fields."""
        return ObjectList(self.panels_of_model(), base_form_class=CodeListForm).bind_to_model(self.model)

    @property
    def list_export(self) -> list[str]:
        """Every column of the list."""
        return [
            field.name
            for field in self.model._meta.concrete_fields
            if field.editable and not field.primary_key
        ]
