from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_submissions_slugs_removals"),
    ]

    operations = [
        migrations.AddField(
            model_name="generation",
            name="counted",
            field=models.BigIntegerField(null=True),
        ),
    ]
