from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_from_tray_to_receipt")]

    operations = [
        migrations.RenameField("logleaf", "hash", "commitment"),
        migrations.RenameField("message", "by_raiser", "from_raiser"),
    ]
