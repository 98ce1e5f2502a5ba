"""Code lists between their files and the database; rooms register theirs in `registry.reference_tables`.

A file fills what is missing and never takes back what an editor changed. A relation stands in a file as the code of
its target, several as codes with semicolons between them.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from portal.core import registry
from portal.core.registry import ReferenceTable

Row = dict[str, str]


class BadReferenceFile(Exception):
    """A file of a code list that cannot be loaded; the sentence names the file, the row and the reason."""


@dataclass
class TableOutcome:
    """What loading did to a table, in rows of its file."""

    added: int = 0
    restored: int = 0
    kept: int = 0


@transaction.atomic
def load(*, overwrite: bool = False) -> dict[str, TableOutcome]:
    """Add the missing rows of every table, with `overwrite` also restore the changed ones, in one transaction."""
    with disable_reference_index_auto_update():
        return {name: _Loader(table).load(overwrite=overwrite) for name, table in _in_order()}


def rows(table_name: str, language: str = "vi") -> list[dict[str, Any]]:
    """Return a table with the file's column names as keys, and `name` in a language (one query and one a relation).

    A relation is given as the code of its target, several as a list; raises `KeyError` for a table of another name.
    """
    table = registry.reference_tables[table_name]
    columns = _columns(table)
    entries = table.model._default_manager.all()
    entries = entries.select_related(*(column.field.name for column in columns if column.is_single))
    entries = entries.prefetch_related(*(column.field.name for column in columns if column.is_multiple))
    is_named = "name_vi" in table.columns.values()
    return [
        {column.name: column.read(entry) for column in columns}
        | ({"name": getattr(entry, f"name_{language}", "") or entry.name_vi} if is_named else {})  # type: ignore[attr-defined]
        for entry in entries
    ]


@dataclass(frozen=True)
class _Column:
    name: str
    field: Any
    convert: Callable[[str], Any] | None

    @property
    def is_single(self) -> bool:
        return bool(self.field.many_to_one or self.field.one_to_one)

    @property
    def is_multiple(self) -> bool:
        return bool(self.field.many_to_many)

    @property
    def is_relation(self) -> bool:
        return self.is_single or self.is_multiple

    @property
    def path(self) -> str:
        """How a query names what the file holds."""
        return f"{self.field.name}__code" if self.is_relation else self.field.name

    def value(self, cell: str) -> Any:
        """Return a cell as the field holds it; raises `ValueError`."""
        cell = cell.strip()
        if self.convert is not None:
            return self.convert(cell)
        if isinstance(self.field, models.BooleanField):
            return _truth(cell, is_nullable=self.field.null)
        if isinstance(self.field, models.DateField):
            return date.fromisoformat(cell) if cell else None
        if isinstance(self.field, models.IntegerField):
            return int(cell) if cell else None
        return cell

    def codes(self, cell: str) -> list[str]:
        """Return the codes of a relation's cell."""
        return [code.strip() for code in cell.split(";") if code.strip()]

    def read(self, entry: models.Model) -> Any:
        """Return an entry's value as the outside sees it."""
        value = getattr(entry, self.field.name)
        if self.is_multiple:
            return [target.code for target in value.all()]
        return value.code if self.is_single and value is not None else value


def _truth(cell: str, *, is_nullable: bool) -> bool | None:
    if not cell:
        return None if is_nullable else False
    return {"true": True, "false": False}[cell.lower()]


def _columns(table: ReferenceTable) -> list[_Column]:
    return [
        _Column(name, table.model._meta.get_field(field_name), table.convert.get(name))
        for name, field_name in table.columns.items()
    ]


@dataclass
class _Loader:
    """Loads one table; raises `BadReferenceFile`."""

    table: ReferenceTable
    _targets: dict[str, dict[str, Any]] = field(default_factory=dict)

    def load(self, *, overwrite: bool) -> TableOutcome:
        """Add the missing rows; with `overwrite`, restore the changed ones."""
        shipped = list(self._read())
        present = self._present([row for _number, row in shipped])
        added = [
            (number, row, self._add(number, row)) for number, row in shipped if self._key(row) not in present
        ]
        # A row may name a row further down as its parent.
        for number, row, instance in added:
            self._relate(number, row, instance)
            self._index(instance)
        outcome = TableOutcome(added=len(added), kept=len(shipped) - len(added))
        if overwrite:
            instances = self._instances(present)
            for number, row in shipped:
                key = self._key(row)
                if key in present and self._restore(number, row, instances[present[key]]):
                    self._index(instances[present[key]])
                    outcome.restored += 1
                    outcome.kept -= 1
        return outcome

    @cached_property
    def _all_columns(self) -> list[_Column]:
        return _columns(self.table)

    @cached_property
    def _key_columns(self) -> list[_Column]:
        by_name = {column.name: column for column in self._all_columns}
        return [by_name[name] for name in self.table.key]

    def _read(self) -> Iterator[tuple[int, Row]]:
        with self.table.path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            absent = self.table.columns.keys() - set(reader.fieldnames or ())
            if absent:
                raise BadReferenceFile(f"{self.table.path.name} has no column {', '.join(sorted(absent))}.")
            for row in reader:
                yield (
                    reader.line_num,
                    {name: value or "" for name, value in row.items() if name in self.table.columns},
                )

    def _key(self, row: Row) -> tuple[Any, ...]:
        return tuple(
            row[column.name].strip() if column.is_relation else column.value(row[column.name])
            for column in self._key_columns
        )

    def _present(self, shipped: Sequence[Row]) -> dict[tuple[Any, ...], Any]:
        first = self._key_columns[0]
        wanted = {self._key(row)[0] for row in shipped}
        entries = self.table.model._default_manager.order_by().filter(**{f"{first.path}__in": wanted})
        found = entries.values_list("pk", *(column.path for column in self._key_columns))
        return {tuple(key): pk for pk, *key in found}

    def _instances(self, present: dict[tuple[Any, ...], Any]) -> dict[Any, models.Model]:
        entries = self.table.model._default_manager.filter(pk__in=present.values())
        multiple = [column.field.name for column in self._all_columns if column.is_multiple]
        return {entry.pk: entry for entry in entries.prefetch_related(*multiple)}

    def _add(self, number: int, row: Row) -> models.Model:
        instance = self.table.model(**self._values(number, row))
        if "sort_order" not in self.table.columns.values() and _has_field(self.table.model, "sort_order"):
            instance.sort_order = number * 10  # type: ignore[attr-defined]  # the file's own order
        self._save(number, instance)
        return instance

    def _values(self, number: int, row: Row) -> dict[str, Any]:
        values = {}
        for column in self._all_columns:
            cell = row[column.name]
            try:
                if not column.is_relation:
                    value = column.value(cell)
                    if value is not None or column.field.null:
                        values[column.field.name] = value
                elif column.is_single and not self._is_to_itself(column):
                    values[column.field.attname] = self._target(number, column, cell)
            except (ValueError, KeyError) as error:
                raise self._bad(number, f"{column.name} cannot be {cell!r}") from error
        return values

    def _relate(self, number: int, row: Row, instance: models.Model) -> None:
        for column in self._all_columns:
            cell = row[column.name]
            if column.is_multiple:
                keys = [self._target(number, column, code) for code in column.codes(cell)]
                getattr(instance, column.field.name).set(keys)
            elif column.is_single and self._is_to_itself(column) and cell.strip():
                setattr(instance, column.field.attname, self._target(number, column, cell))
                instance.save(update_fields=[column.field.name])

    def _restore(self, number: int, row: Row, instance: models.Model) -> bool:
        values = self._values(number, row)
        for column in self._all_columns:
            if column.is_single and self._is_to_itself(column):
                values[column.field.attname] = self._target(number, column, row[column.name])
        changed = {name for name, value in values.items() if getattr(instance, name) != value}
        for name in changed:
            setattr(instance, name, values[name])
        if changed:
            self._save(number, instance)
        for column in self._all_columns:
            if column.is_multiple and set(column.read(instance)) != set(column.codes(row[column.name])):
                self._relate(number, row, instance)
                return True
        return bool(changed)

    def _save(self, number: int, instance: models.Model) -> None:
        relations = [column.field.name for column in self._all_columns if column.is_relation]
        try:
            instance.clean_fields(exclude=[*relations, *_derived_fields(instance)])
        except ValidationError as error:
            raise self._bad(
                number, "; ".join(f"{name}: {error.message_dict[name][0]}" for name in error.message_dict)
            ) from error
        instance.save()

    def _index(self, instance: models.Model) -> None:
        """Tell Wagtail whom the row refers to, at once: a background task for each row would be hundreds."""
        if any(column.is_relation for column in self._all_columns) and ReferenceIndex.model_is_indexable(
            type(instance)
        ):
            ReferenceIndex.create_or_update_for_object(instance)

    def _is_to_itself(self, column: _Column) -> bool:
        return column.field.related_model is self.table.model

    def _target(self, number: int, column: _Column, cell: str) -> Any:
        code = cell.strip()
        if not code:
            return None
        if code not in self._targets.get(column.name, {}):
            targets = column.field.related_model._default_manager.order_by().values_list("code", "pk")
            self._targets[column.name] = dict(targets)
        try:
            return self._targets[column.name][code]
        except KeyError as error:
            raise self._bad(number, f"{column.name} names {code!r}, which is not known") from error

    def _bad(self, number: int, reason: str) -> BadReferenceFile:
        return BadReferenceFile(f"{self.table.path.name}, line {number}: {reason}.")


def _has_field(model: type[models.Model], name: str) -> bool:
    return any(candidate.name == name for candidate in model._meta.get_fields())


def _derived_fields(instance: models.Model) -> list[str]:
    """Columns that the model fills itself when it is saved."""
    return [column.name for column in instance._meta.concrete_fields if not column.editable]


def _in_order() -> list[tuple[str, ReferenceTable]]:
    """Return the tables, those that others refer to first."""
    tables = dict(registry.reference_tables.items())
    name_of = {table.model: name for name, table in tables.items()}
    ordered: dict[str, ReferenceTable] = {}

    def visit(name: str) -> None:
        if name in ordered or name in visiting:
            return
        visiting.add(name)
        for column in _columns(tables[name]):
            target = name_of.get(column.field.related_model) if column.is_relation else None
            if target is not None:
                visit(target)
        ordered[name] = tables[name]

    visiting: set[str] = set()
    for name in tables:
        visit(name)
    return list(ordered.items())
