"""A journal's last line is its head: what an act would have to keep equal to it is gone."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = (("core", "0005_letters"),)
    operations = (
        migrations.RemoveField("journal", "head_seq"),
        migrations.RemoveField("journal", "head_hash"),
        migrations.RemoveField("journal", "head_at"),
    )
