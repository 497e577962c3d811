from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notes", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="note",
            name="label",
            field=models.CharField(
                db_default="inbox",
                default="inbox",
                max_length=50,
                verbose_name="label",
            ),
        ),
    ]
