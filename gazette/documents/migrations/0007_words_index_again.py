"""Make the words index again: SQLite rebuilds a table for a new column and keeps only the indexes that models name."""

from django.db import migrations

_CREATE = (
    "CREATE INDEX IF NOT EXISTS document_words"
    " ON documents_legaldocument (live, listed_on DESC, id DESC, folded)"
)


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(_CREATE)


class Migration(migrations.Migration):
    dependencies = [("documents", "0006_what_links_and_statements_rest_on")]

    operations = [migrations.RunPython(create, migrations.RunPython.noop, elidable=False)]
