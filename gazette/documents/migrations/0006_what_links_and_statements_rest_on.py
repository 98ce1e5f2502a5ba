from django.db import migrations
from django.db.models.functions import TruncDate


def note_what_is_known(apps, schema_editor):
    """Links of imported relations follow from numbers; statements are known since their record is here."""
    relations = apps.get_model("documents", "DocumentRelation").objects
    relations.filter(is_imported=True).exclude(target=None).update(is_linked_by_number=True)
    documents = apps.get_model("documents", "LegalDocument").objects
    documents.exclude(stated_effect="").update(stated_known_on=TruncDate("created_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0005_one_law_many_records'),
    ]

    operations = [
        migrations.RunPython(note_what_is_known, migrations.RunPython.noop),
    ]
