from django.contrib.postgres.operations import CreateCollation
from django.db import migrations


class CreateCollationWhereItCan(CreateCollation):
    """Django's own leaves SQLite alone on the way forth, but not on the way back."""

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            super().database_backwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    """Names sort in the order of the Russian alphabet, «Парк 2» before «Парк 10». SQLite knows this collation from `core.database`."""

    initial = True
    dependencies = []
    operations = [CreateCollationWhereItCan("russian", locale="ru-u-kn-true", provider="icu")]
