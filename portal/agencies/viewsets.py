"""How editors keep agencies and administrative units."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import IndexView

from portal.agencies.models import AdministrativeUnit, Agency
from portal.agencies.panels import agency_form
from portal.agencies.querysets import AgencyQuerySet
from portal.core.code_list_viewsets import CodeListViewSet


class AgencyIndexView(IndexView):
    """A listing searched by name and former names, marks and case aside."""

    def search_queryset(self, queryset: AgencyQuerySet) -> AgencyQuerySet:
        """Keep the agencies that bear or bore such a name."""
        return queryset.named_like(self.search_query) if self.is_searching else queryset


class AgencyFilterForm(BaseFilterForm):
    """The search box of the window in which an agency is chosen."""

    q = forms.CharField(
        label=_("Tên cơ quan"), widget=forms.TextInput(attrs={"placeholder": _("Tìm")}), required=False
    )

    def filter(self, objects: AgencyQuerySet) -> QuerySet[Any]:
        """Keep the agencies that bear or bore such a name."""
        self.search_query = self.cleaned_data.get("q", "")
        self.is_searching = bool(self.search_query)
        return objects.named_like(self.search_query) if self.search_query else objects


class AgencyChooseView(ChooseView):
    """The window in which an agency is chosen."""

    filter_form_class = AgencyFilterForm


class AgencyChooseResultsView(ChooseResultsView):
    """The results in that window."""

    filter_form_class = AgencyFilterForm


class AgencyChooserViewSet(SnippetChooserViewSet):
    """Choosing an agency, with a search by its names."""

    choose_view_class = AgencyChooseView
    choose_results_view_class = AgencyChooseResultsView


class AgencyViewSet(CodeListViewSet):
    """Agencies with their former names, parents and successors."""

    model = Agency
    icon = "group"
    menu_order = 10
    edit_handler = agency_form
    index_view_class = AgencyIndexView
    chooser_viewset_class = AgencyChooserViewSet
    list_display = ("name_vi", "code", "kind", "level", "parent", "valid_from", "valid_until", "is_external")
    list_filter = ("is_external", "kind", "level")
    list_per_page = 50
    search_fields = ("name_vi",)

    def get_queryset(self, request: Any) -> QuerySet[Agency]:
        """Read the parents along with the agencies."""
        return Agency.objects.select_related("parent")

    def get_edit_handler(self) -> Any:
        """Return the form in tabs."""
        return agency_form.bind_to_model(self.model)


class AdministrativeUnitViewSet(CodeListViewSet):
    """Administrative units with their days and spellings."""

    model = AdministrativeUnit
    icon = "site"
    menu_order = 20
    list_display = ("name_vi", "code", "kind", "parent", "valid_from", "valid_until")
    list_filter = ("kind",)
    search_fields = ("code", "name_vi", "aliases")
