from django.contrib.postgres.operations import CreateCollation
from django.db import migrations


class Migration(migrations.Migration):
    """Names sort in the order of the Russian alphabet. SQLite knows this collation from `parks.database`."""

    initial = True
    dependencies = []
    operations = [CreateCollation("russian", locale="ru-x-icu", provider="icu")]
