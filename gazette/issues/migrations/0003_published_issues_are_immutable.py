"""Let the database refuse to change what a sealed issue printed."""

from django.db import migrations

from gazette.issues.sealing import drop_triggers, make_triggers


class Migration(migrations.Migration):
    dependencies = [("issues", "0002_intake_builds_seal")]
    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: make_triggers(schema_editor),
            lambda apps, schema_editor: drop_triggers(schema_editor),
        )
    ]
