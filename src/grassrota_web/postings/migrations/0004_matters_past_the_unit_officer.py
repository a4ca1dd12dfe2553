from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("postings", "0003_reports_go_with_their_words")]

    operations = [
        migrations.AddField("appeal", "past_officer", models.BooleanField(default=False)),
        migrations.AddField("concern", "past_officer", models.BooleanField(default=False)),
    ]
