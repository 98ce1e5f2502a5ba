"""The filters of feeds: those of the lists, by the same names."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from gazette.documents.enums import EffectCode
from gazette.documents.models import DocumentType, PortalCollection, SubjectArea
from gazette.documents.selectors import DocumentFilters
from gazette.drafts.enums import DraftState
from gazette.drafts.selectors import DraftFilters
from gazette.issues.numbering import parse_issue_number
from gazette.issues.selectors import IssueFilters
from opendata.datasets.enums import Nature
from opendata.datasets.selectors import DatasetFilters
from portal.agencies.models import Agency
from portal.corrections.addresses import page_address, page_path
from portal.news.models import NewsCategory
from portal.questions.models import QuestionField
from portal.questions.selectors import QuestionFilters
from search import vietnamese
from search.enums import FACETS, Kind, Sort
from search.services import SearchQuery

#: In the list of issues a dash stands for the portal's own gazette, whose province is not named.
_OWN_PROVINCE = "-"


class WordsField(forms.CharField):
    """A short text, normalised."""

    def __init__(self) -> None:
        super().__init__(required=False, max_length=200)

    def clean(self, value: Any) -> Any:
        """Return the normalised text."""
        return vietnamese.normalize(super().clean(value))


class DayField(forms.DateField):
    """A day in ISO or Vietnamese notation."""

    def __init__(self) -> None:
        super().__init__(required=False)

    def to_python(self, value: Any) -> date | None:
        """Return the day; raise `ValidationError` with the sentence that says what is accepted."""
        if value in self.empty_values:
            return None
        try:
            return vietnamese.parse_date(str(value))
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error


class CodesField(forms.Field):
    """Codes of a code list; the parameter may be repeated. An unknown one would make a feed that is silent for ever."""

    widget: type[forms.Widget] = forms.SelectMultiple

    def __init__(self, model: type[Model] | None = None) -> None:
        super().__init__(required=False)
        self._model = model

    def clean(self, value: Any) -> Any:
        """Return the codes that are not empty; raise `ValidationError` for one that the list does not hold."""
        codes = [vietnamese.normalize(code) for code in value or [] if code]
        if codes and self._model:
            rows = self._model._default_manager.alias(lower_code=Lower("code"))
            known = rows.filter(lower_code__in=[code.lower() for code in codes])
            missing = {code.lower() for code in codes} - {
                code.lower() for code in known.values_list("code", flat=True)
            }
            if missing:
                raise ValidationError(
                    _("Không có mã này trong danh mục: %(codes)s.") % {"codes": ", ".join(sorted(missing))},
                    code="unknown",
                )
        return codes


class CodeField(CodesField):
    """One code of a code list."""

    widget = forms.TextInput

    def clean(self, value: Any) -> Any:
        """Return the code, "" when there is none."""
        return "".join(super().clean([value] if value else []))


class YearField(forms.IntegerField):
    """A year."""

    def __init__(self) -> None:
        super().__init__(required=False, min_value=1900, max_value=2200)


class NewsFeedForm(forms.Form):
    """What the feed of news may be asked for."""

    q = WordsField()
    category = CodeField(NewsCategory)
    agency = CodeField(Agency)
    tag = WordsField()
    published_from = DayField()
    published_to = DayField()


class DocumentFeedForm(forms.Form):
    """What the feed of documents may be asked for."""

    q = WordsField()
    number = WordsField()
    type = CodesField(DocumentType)
    agency = CodesField(Agency)
    field = CodesField(SubjectArea)
    collection = CodesField(PortalCollection)
    status = CodesField()
    year = YearField()
    issued_from = DayField()
    issued_to = DayField()
    as_of = DayField()

    def clean_status(self) -> list[str]:
        """Refuse a status that the rules do not know."""
        codes: list[str] = self.cleaned_data["status"]
        if unknown := set(codes) - set(EffectCode.values):
            raise ValidationError(", ".join(sorted(unknown)), code="unknown")
        return codes

    @property
    def filters(self) -> DocumentFilters:
        """Return the filters of a valid form."""
        data = self.cleaned_data
        return DocumentFilters(
            q=data["q"],
            number=data["number"],
            types=data["type"],
            agencies=data["agency"],
            fields=data["field"],
            collections=data["collection"],
            statuses=data["status"],
            year=data["year"],
            issued_from=data["issued_from"],
            issued_to=data["issued_to"],
            as_of=data["as_of"],
        )


class SearchFeedForm(forms.Form):
    """What the feed of a search may be asked for: what the result page may."""

    q = WordsField()
    kind = forms.MultipleChoiceField(required=False, choices=Kind.choices)
    type = CodesField()
    agency = CodesField()
    field = CodesField()
    status = CodesField()
    year = CodesField()
    as_of = DayField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add the fields whose names are words of Python."""
        super().__init__(*args, **kwargs)
        self.fields["from"], self.fields["to"] = DayField(), DayField()

    def query(self, count: int) -> SearchQuery:
        """Return the newest hits of a valid form as a query."""
        data = self.cleaned_data
        return SearchQuery.parse(
            data["q"],
            selections={name: data[name] for name in FACETS},
            dated_from=data["from"],
            dated_to=data["to"],
            as_of=data["as_of"],
            sort=Sort.NEWEST,
            page_size=count,
        )


class DraftFeedForm(forms.Form):
    """What the feed of drafts may be asked for."""

    q = WordsField()
    status = CodesField()
    agency = CodesField(Agency)
    type = CodesField(DocumentType)
    year = YearField()
    opened_from = DayField()
    opened_to = DayField()

    def clean_status(self) -> list[str]:
        """Refuse a state that the rules do not know."""
        codes: list[str] = self.cleaned_data["status"]
        if unknown := set(codes) - set(DraftState.values):
            raise ValidationError(", ".join(sorted(unknown)), code="unknown")
        return codes

    @property
    def filters(self) -> DraftFilters:
        """Return the filters of a valid form."""
        data = self.cleaned_data
        return DraftFilters(
            q=data["q"],
            statuses=data["status"],
            agencies=data["agency"],
            types=data["type"],
            year=data["year"],
            opened_from=data["opened_from"],
            opened_to=data["opened_to"],
        )


class QuestionFeedForm(forms.Form):
    """What the feed of questions may be asked for."""

    q = WordsField()
    field = CodesField(QuestionField)
    agency = CodesField(Agency)
    year = YearField()
    asked_from = DayField()
    asked_to = DayField()

    @property
    def filters(self) -> QuestionFilters:
        """Return the filters of a valid form."""
        data = self.cleaned_data
        return QuestionFilters(
            q=data["q"],
            fields=data["field"],
            agencies=data["agency"],
            year=data["year"],
            asked_from=data["asked_from"],
            asked_to=data["asked_to"],
            sort="-answered",
        )


class CorrectionFeedForm(forms.Form):
    """What the feed of corrections may be asked for."""

    trang = forms.CharField(required=False, max_length=700)

    def clean_trang(self) -> str:
        """Return the path of a page of this site."""
        given = self.cleaned_data["trang"]
        path = page_path(page_address(given))
        if given and not path:
            raise ValidationError(_("Không phải là trang của cổng này."), code="page")
        return path


class IssueFeedForm(forms.Form):
    """What the feed of gazette issues may be asked for."""

    q = WordsField()
    year = YearField()
    number = WordsField()
    document = WordsField()
    province = WordsField()
    published_from = DayField()
    published_to = DayField()

    def clean_number(self) -> Any:
        """Return the numbers that the text means."""
        text = self.cleaned_data["number"]
        return parse_issue_number(text) if text else None

    @property
    def filters(self) -> IssueFilters:
        """Return the filters of a valid form."""
        data = self.cleaned_data
        province = data["province"]
        return IssueFilters(
            q=data["q"],
            year=data["year"],
            number=data["number"],
            document=data["document"],
            province=("" if province == _OWN_PROVINCE else province) if province else None,
            published_from=data["published_from"],
            published_to=data["published_to"],
        )


class DatasetFeedForm(forms.Form):
    """What the feed of datasets may be asked for."""

    q = WordsField()
    publisher = CodeField(Agency)
    theme = CodeField(SubjectArea)
    nature = WordsField()

    def clean_nature(self) -> str:
        """Refuse a nature that there is not."""
        nature: str = self.cleaned_data["nature"]
        if nature and nature not in Nature.values:
            raise ValidationError(nature, code="unknown")
        return nature

    @property
    def filters(self) -> DatasetFilters:
        """Return the filters of a valid form."""
        data = self.cleaned_data
        return DatasetFilters(
            q=data["q"], publisher=data["publisher"], theme=data["theme"], nature=data["nature"]
        )
