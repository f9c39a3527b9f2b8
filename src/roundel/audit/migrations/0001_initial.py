import uuid

from django.db import migrations, models

import roundel.kernel.clock
import roundel.kernel.fields
import roundel.kernel.ids
from roundel.audit import guards


def install_guards(apps, schema_editor):
    guards.install(schema_editor.connection)


def remove_guards(apps, schema_editor):
    guards.remove(schema_editor.connection)


def begin_chain(apps, schema_editor):
    apps.get_model("audit", "AuditHead").objects.create()


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = []
