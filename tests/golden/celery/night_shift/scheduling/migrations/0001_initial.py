from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Schedule",
            fields=[
                (
                    "task",
                    models.CharField(
                        max_length=200,
                        primary_key=True,
                        serialize=False,
                        verbose_name="task",
                    ),
                ),
                (
                    "cron",
                    models.CharField(max_length=200, verbose_name="schedule"),
                ),
                ("due_at", models.DateTimeField(verbose_name="due")),
            ],
            options={
                "verbose_name": "schedule",
                "verbose_name_plural": "schedules",
            },
        ),
    ]
