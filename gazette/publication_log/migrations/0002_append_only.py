"""Let the database refuse to change the log."""

from django.db import migrations

from gazette.publication_log.protection import allow, forbid

TABLES = ("publication_log_logentry", "publication_log_dailyhead")


def protect(apps, schema_editor):
    for table in TABLES:
        forbid(schema_editor, table, message="the publication log is append-only")


def unprotect(apps, schema_editor):
    for table in TABLES:
        allow(schema_editor, table)


class Migration(migrations.Migration):
    dependencies = [("publication_log", "0001_initial")]
    operations = [migrations.RunPython(protect, unprotect)]
