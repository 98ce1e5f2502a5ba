"""An index that holds what the filter by words looks into, in the order of the list; for SQLite only.

SQLite then reads 250 bytes a document instead of the whole row, and stops after a page. PostgreSQL bounds the size of
an index entry, which a long summary exceeds, and needs none: it reads rows without their long text.
"""

from django.db import migrations

_CREATE = (
    "CREATE INDEX document_words ON documents_legaldocument (live, listed_on DESC, id DESC, folded)"
)


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(_CREATE)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP INDEX document_words")


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [migrations.RunPython(create, drop, elidable=False)]
