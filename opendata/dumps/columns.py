"""The public columns of a dumped table: their names, types and values, the same in JSON lines and Parquet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models
from wagtail.models import Locale, Page

from portal.core.registry import Collection, DumpedTable, collections, reference_tables

#: What only editors see of a record.
_EDITORS = frozenset(
    {
        "latest_revision", "live_revision", "has_unpublished_changes", "live", "go_live_at", "expire_at", "expired",
        "locked", "locked_at",
    }
)  # fmt: skip
#: The tree of pages, and its copies of other columns.
_TREE = frozenset(
    {
        "path", "depth", "numchild", "url_path", "translation_key", "draft_title", "content_type", "alias_of",
        "latest_revision_created_at", "page_ptr", "show_in_menus",
    }
)  # fmt: skip

_SQL_TYPES: tuple[tuple[type[models.Field[Any, Any]], str], ...] = (
    (models.BooleanField, "BOOLEAN"),
    (models.FloatField, "DOUBLE"),
    (models.IntegerField, "BIGINT"),
    (models.DateTimeField, "TIMESTAMPTZ"),
    (models.DateField, "DATE"),
    (models.JSONField, "JSON"),
)


def code_lists() -> dict[type[models.Model], tuple[str, ...]]:
    """Return the models whose rows are known by a code of their own, with the fields of that code."""
    keys = {table.model: natural_key(table.model) for _name, table in reference_tables.items()}
    return {model: key for model, key in keys.items() if len(key) == 1}


def natural_key(model: type[models.Model]) -> tuple[str, ...]:
    """Return the fields by which an entry of a code list is known."""
    for table in (table for _name, table in reference_tables.items() if table.model is model):
        return tuple(table.columns.get(name, name) for name in table.key)
    return ("code",)


@dataclass(frozen=True)
class Link:
    """Where a column leads: to an entry of a code list by its code, or to a row of another table by its id."""

    model: type[models.Model]
    #: The field of the other model that is given, "pk" for its id.
    by: str


@dataclass(frozen=True)
class Column:
    """A column of a dumped table."""

    name: str
    field: Any
    link: Link | None
    is_list: bool = False

    @property
    def title(self) -> str:
        """What the column holds, in the reader's language."""
        return str(self.field.verbose_name)

    @property
    def path(self) -> str:
        """How a query names the value."""
        if self.link is None:
            return str(self.field.attname)
        return str(self.field.attname) if self.link.by == "pk" else f"{self.field.name}__{self.link.by}"

    @property
    def sql_type(self) -> str:
        """The type in Parquet."""
        kind = self._single_type
        return f"{kind}[]" if self.is_list else kind

    @property
    def _single_type(self) -> str:
        if self.link is not None:
            return "BIGINT" if self.link.by == "pk" else "VARCHAR"
        if hasattr(self.field, "stream_block"):
            return "JSON"
        return next((name for kind, name in _SQL_TYPES if isinstance(self.field, kind)), "VARCHAR")

    def public(self, value: Any) -> Any:
        """Return a stored value as JSON holds it."""
        if hasattr(self.field, "stream_block"):
            return self.field.get_prep_value(value) or []
        return value


class Table:
    """A dumped table with its columns and its public rows."""

    def __init__(self, declared: DumpedTable) -> None:
        self.declared = declared
        self.name = declared.name
        self.model = declared.model

    @cached_property
    def columns(self) -> list[Column]:
        """The public columns, the id first."""
        fields = [field for field in self.model._meta.get_fields() if isinstance(field, models.Field)]
        unwanted = (
            _EDITORS | self.declared.leave_out | (_TREE if issubclass(self.model, Page) else frozenset())
        )
        wanted = [field for field in fields if field.name not in unwanted]
        found = [column for field in wanted if (column := _column(field)) is not None]
        return sorted(found, key=lambda column: not column.field.primary_key)

    def column(self, name: str) -> Column:
        """Return a column by its name."""
        return next(column for column in self.columns if column.name == name)

    @property
    def single_columns(self) -> list[Column]:
        """The columns that the row itself holds."""
        return [column for column in self.columns if not column.is_list]

    @property
    def list_columns(self) -> list[Column]:
        """The columns that other rows hold: several links each."""
        return [column for column in self.columns if column.is_list]

    @property
    def is_code_list(self) -> bool:
        """Whether the rows are known by a code, and a portal may have them already."""
        return self.model in code_lists()

    @property
    def key(self) -> str:
        """The field by which an entry of a code list is known."""
        return code_lists()[self.model][0]

    def public_rows(self) -> models.QuerySet[Any]:
        """Return the rows that anyone may read."""
        declared = self.declared
        found = declared.rows() if declared.rows else self.model._default_manager.all()
        for field in self._links_to_tables():
            target = by_model(field.related_model)
            if (
                target is None
                or field.name in declared.shows
                or field.null
                or field.related_model is self.model
            ):
                continue
            found = found.filter(_leads_to_public(field.attname, target))
        return found.order_by("pk")

    def hidden_links(self) -> dict[str, models.Exists]:
        """Return for each optional link whether it leads to a public row: it is told only then."""
        found = {}
        for field in self._links_to_tables():
            target = by_model(field.related_model)
            if target is not None and field.null and field.name not in self.declared.shows:
                found[field.attname] = _leads_to_public(field.attname, target)
        return found

    def _links_to_tables(self) -> list[Any]:
        names = {
            column.field.name for column in self.single_columns if column.link and column.link.by == "pk"
        }
        return [self.model._meta.get_field(name) for name in sorted(names)]


def _leads_to_public(attname: str, target: Table) -> models.Exists:
    return models.Exists(target.public_rows().order_by().filter(pk=models.OuterRef(attname)))


def _column(field: Any) -> Column | None:
    """Return the column of a field, None for one that leads to what is not published."""
    if not field.is_relation:
        return Column(field.name, field, None)
    link = _link(field.related_model)
    if link is None or (field.many_to_many and not field.remote_field.through._meta.auto_created):
        return None
    return Column(field.name, field, link, is_list=bool(field.many_to_many))


def _link(model: type[models.Model]) -> Link | None:
    if model is Locale:
        return Link(model, "language_code")
    if model in code_lists():
        return Link(model, natural_key(model)[0])
    table = by_model(model)
    has_code = any(field.name == "code" for field in model._meta.get_fields())
    # The code of a case is for those who opened it; its rows are known by their ids.
    if has_code and not (table and "code" in table.declared.leave_out):
        return Link(model, "code")
    return Link(model, "pk") if table else None


def all_collections() -> list[tuple[str, Collection, list[Table]]]:
    """Return every collection with its tables, in an order in which what is linked to comes first."""
    return [
        (name, collection, [Table(declared) for declared in collection.tables])
        for name, collection in collections.items()
    ]


def by_model(model: type[models.Model]) -> Table | None:
    """Return the table of a model."""
    for _name, collection in collections.items():
        for declared in collection.tables:
            if declared.model is model:
                return Table(declared)
    return None


def shown_by(model: type[models.Model]) -> list[tuple[Table, str]]:
    """Return the tables whose rows make a file or an image public, each with the link that does."""
    return [
        (Table(declared), name)
        for _name, collection in collections.items()
        for declared in collection.tables
        for name in declared.shows
        if declared.model._meta.get_field(name).related_model is model
    ]


def shown_rows(model: type[models.Model]) -> Callable[[], models.QuerySet[Any]]:
    """Return a function that finds the files (or images) that some public row shows."""

    def rows() -> models.QuerySet[Any]:
        shown = [
            models.Exists(table.public_rows().order_by().filter(**{name: models.OuterRef("pk")}))
            for table, name in shown_by(model)
        ]
        found = model._default_manager.all()
        return found.filter(models.Q(*shown, _connector=models.Q.OR)) if shown else found.none()

    return rows


def lists_of(table: Table, keys: Iterable[int]) -> Mapping[str, dict[int, list[Any]]]:
    """Return, for rows of a table, the several links of each (one query a column)."""
    wanted = list(keys)
    found: dict[str, dict[int, list[Any]]] = {}
    for column in table.list_columns:
        through = column.field.remote_field.through
        own, other = column.field.m2m_field_name(), column.field.m2m_reverse_field_name()
        by = "" if column.link is None or column.link.by == "pk" else f"__{column.link.by}"
        pairs = through._default_manager.filter(**{f"{own}__in": wanted})
        values: dict[int, list[Any]] = {}
        for key, value in pairs.order_by(own, "pk").values_list(f"{own}_id", f"{other}{by or '_id'}"):
            values.setdefault(key, []).append(value)
        found[column.name] = values
    return found
