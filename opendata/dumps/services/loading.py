"""Make an empty portal anew from a dump: same records, same ids, same files; whole or not at all."""

from __future__ import annotations

import gzip
import shutil
import tarfile
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

import orjson
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import connection, models, transaction
from wagtail.models import Locale
from wagtail.signal_handlers import disable_reference_index_auto_update

from opendata.dumps.columns import Column, Table, all_collections
from opendata.dumps.manifest import ARCHIVE, BadDump, Manifest
from opendata.dumps.services.fetching import Source
from portal.core import generation

_PART = 500


def load_dump(source: Source, *, report: Callable[[str], None]) -> None:
    """Load every table that this portal knows; raise `BadDump` before anything is stored if that cannot be."""
    manifest = source.manifest()
    tables = [table for _name, _collection, part in all_collections() for table in part]
    _refuse_if_filled(tables)
    for file in manifest.all_files:
        if file.name.endswith(".jsonl.gz") or file.name == ARCHIVE:
            source.check(file)
    present = {table.name for part in manifest.collections for table in part.tables}
    with _unpacked(source.path(ARCHIVE)), transaction.atomic(), disable_reference_index_auto_update():
        loader = _Loader(source, report)
        loader.load([table for table in tables if table.name in present])
        for _name, collection, _tables in all_collections():
            for declared in collection.tables:
                if declared.finish is not None:
                    declared.finish()
        _reset_sequences(tables)
        generation.raise_generation()
    report(_told(manifest))


def _told(manifest: Manifest) -> str:
    rows = sum(table.row_count for part in manifest.collections for table in part.tables)
    return f"{rows} rows of {manifest.site}, {manifest.made_at}"


def _refuse_if_filled(tables: list[Table]) -> None:
    for table in tables:
        is_shipped = table.is_code_list or table.declared.replaces
        if not is_shipped and table.model._base_manager.exists():
            raise BadDump(
                f"This portal has {table.name} already; a dump is loaded into an empty one (DEMO=0, new DATA_DIR)."
            )


class _Loader:
    def __init__(self, source: Source, report: Callable[[str], None]) -> None:
        self._source, self._report = source, report
        self._keys: dict[tuple[type[models.Model], str], dict[Any, int]] = {}

    def load(self, tables: list[Table]) -> None:
        """Store the code lists first, for the others name their entries by code."""
        lists = [table for table in tables if table.is_code_list]
        for table in lists:
            self._store_codes(table)
        for table in lists:
            self._store_entries(table)
        for table in tables:
            if not table.is_code_list:
                self._report(table.name)
                self._make_room(table)
                for part in self._parts(table):
                    self._store(table, part)

    @staticmethod
    def _make_room(table: Table) -> None:
        if table.declared.prepare is not None:
            try:
                table.declared.prepare()
            except ValueError as error:
                raise BadDump(str(error)) from error
        elif table.declared.replaces and (rows := table.model._base_manager.all()).exists():
            rows.delete()

    def _parts(self, table: Table) -> Iterator[list[dict[str, Any]]]:
        with gzip.open(self._source.path(f"{table.name}.jsonl.gz"), "rb") as lines:
            while part := [orjson.loads(line) for line in islice(lines, _PART)]:
                yield part

    def _store_codes(self, table: Table) -> None:
        """Make the entries of a code list that are missing, as yet without links."""
        key = _key_column(table)
        known = set(table.model._base_manager.values_list(key.field.attname, flat=True))
        for part in self._parts(table):
            plain = [column for column in table.single_columns if column.link is None and column.name != "id"]
            missing = [row for row in part if key.field.to_python(row[key.name]) not in known]
            table.model._base_manager.bulk_create(
                [
                    table.model(
                        **{column.field.attname: _value(column, row[column.name]) for column in plain}
                    )
                    for row in missing
                ]
            )

    def _store_entries(self, table: Table) -> None:
        """Give every entry of a code list its values, links included."""
        key = _key_column(table)
        for part in self._parts(table):
            for row in part:
                wanted = {key.field.attname: _value(key, row[key.name])}
                values = self._values(table, row)
                values.pop("id", None)
                table.model._base_manager.filter(**wanted).update(**values)
            if table.list_columns:
                keys = self._by(table.model, key.field.attname)
                self._link(table, [row | {"id": keys[_value(key, row[key.name])]} for row in part])

    def _store(self, table: Table, part: list[dict[str, Any]]) -> None:
        rows = [self._values(table, row) for row in part]
        if table.declared.insert is not None:
            table.declared.insert(rows)
        else:
            table.model._base_manager.bulk_create([table.model(**row) for row in rows])
            self._keep_moments(table, rows)
        self._link(table, part)

    @staticmethod
    def _keep_moments(table: Table, rows: list[dict[str, Any]]) -> None:
        """Set what the framework has dated by itself."""
        names = [
            column.field.attname
            for column in table.single_columns
            if getattr(column.field, "auto_now", False) or getattr(column.field, "auto_now_add", False)
        ]
        for row in rows if names else ():
            table.model._base_manager.filter(pk=row["id"]).update(**{name: row[name] for name in names})

    def _values(self, table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
        values = {name: make() for name, make in table.declared.fill.items()}
        for column in table.single_columns:
            if column.name in row:
                value = row[column.name]
                is_code = column.link is not None and column.link.by != "pk"
                values[column.field.attname] = (
                    self._key_of(column, value) if is_code else _value(column, value)
                )
        names = {field.name for field in table.model._meta.get_fields()}
        if "has_unpublished_changes" in names:
            values |= {"live": True, "has_unpublished_changes": False}
        return values

    def _link(self, table: Table, part: list[dict[str, Any]]) -> None:
        """Store the links that a row has several of."""
        for column in table.list_columns:
            through = column.field.remote_field.through
            own, other = f"{column.field.m2m_field_name()}_id", f"{column.field.m2m_reverse_field_name()}_id"
            keys = [row["id"] for row in part]
            through._default_manager.filter(**{f"{own}__in": keys}).delete()
            through._default_manager.bulk_create(
                [
                    through(**{own: row["id"], other: self._key_of(column, value)})
                    for row in part
                    for value in row.get(column.name) or ()
                ]
            )

    def _key_of(self, column: Column, value: Any) -> int | None:
        assert column.link is not None  # noqa: S101  # for the type checker
        if value is None or column.link.by == "pk":
            return None if value is None else int(value)
        known = self._by(column.link.model, column.link.by)
        if value not in known and column.link.model is Locale:
            known[value] = Locale._default_manager.create(language_code=value).pk
        if value not in known:
            raise BadDump(f"{column.name}: nothing has the code {value}.")
        return known[value]

    def _by(self, model: type[models.Model], name: str) -> dict[Any, int]:
        key = (model, name)
        if key not in self._keys:
            self._keys[key] = dict(model._base_manager.order_by().values_list(name, "pk"))
        return self._keys[key]


def _key_column(table: Table) -> Column:
    return table.column(table.key)


def _value(column: Column, value: Any) -> Any:
    if hasattr(column.field, "stream_block"):
        return orjson.dumps(value).decode()
    return (
        value
        if value is None or isinstance(column.field, models.JSONField)
        else column.field.to_python(value)
    )


def _reset_sequences(tables: list[Table]) -> None:
    """Have new records get ids after those that were loaded."""
    models_of_tables = [table.model for table in tables]
    parents = [parent for model in models_of_tables for parent in model._meta.get_parent_list()]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [*models_of_tables, *parents]):
            cursor.execute(statement)


class _unpacked:  # noqa: N801  # a context manager reads as a verb
    """Have the files of a dump at their places; take them away again when the loading fails."""

    def __init__(self, archive: Path) -> None:
        self._archive = archive
        self._names: list[str] = []
        self._folders: set[Path] = set()

    def __enter__(self) -> None:
        try:
            with tarfile.open(self._archive, "r:") as archive:
                for member in archive:
                    self._unpack(archive, member)
        except BaseException:
            self._remove()
            raise

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        if error is not None:
            self._remove()

    def _unpack(self, archive: tarfile.TarFile, member: tarfile.TarInfo) -> None:
        path = PurePosixPath(member.name)
        source = archive.extractfile(member) if member.isfile() else None
        is_ours = (
            path.parts[:1] in {("media",), ("datasets",)} and ".." not in path.parts and len(path.parts) > 1
        )
        if source is None or not is_ours or path.is_absolute():
            raise BadDump(f"{ARCHIVE}: {member.name} is no file of a portal.")
        inner = str(PurePosixPath(*path.parts[1:]))
        if path.parts[0] == "media":
            if not default_storage.exists(inner):
                default_storage.save(inner, source)
                self._names.append(inner)
            return
        target = Path(settings.DATASETS_DIR) / inner
        if not target.parent.exists():
            target.parent.mkdir(parents=True)
            self._folders.add(target.parent)
        with target.open("wb") as file:
            shutil.copyfileobj(source, file)

    def _remove(self) -> None:
        for name in self._names:
            default_storage.delete(name)
        for folder in self._folders:
            shutil.rmtree(folder, ignore_errors=True)
