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

    operations = [
        migrations.CreateModel(
            name="AuditActor",
            fields=[
                ("actor_id", models.UUIDField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
            ],
        ),
        migrations.CreateModel(
            name="AuditPending",
            fields=[
                ("event_id", models.UUIDField(primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name="AuditSeal",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("event_id", models.UUIDField(unique=True)),
                ("mac", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=roundel.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("happened_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(default=roundel.kernel.clock.now)),
                ("actor_id", models.UUIDField(null=True)),
                ("actor_name", models.CharField(max_length=120)),
                ("event", models.CharField(max_length=80)),
                ("kind", models.CharField(max_length=80)),
                ("object_id", models.UUIDField(null=True)),
                ("reference", models.CharField(blank=True, max_length=40)),
                ("reason", roundel.kernel.fields.SealedTextField(null=True)),
                ("detail", models.CharField(blank=True, max_length=2000)),
                (
                    "via",
                    models.CharField(blank=True, choices=[("", ""), ("break_glass", "break_glass")], max_length=12),
                ),
                ("row_mac", models.BinaryField(max_length=32)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-happened_at", "-id"], name="audit_by_time"),
                    models.Index(fields=["actor_id", "-happened_at", "-id"], name="audit_by_actor"),
                    models.Index(fields=["kind", "object_id", "-happened_at", "-id"], name="audit_by_record"),
                    models.Index(fields=["event", "-happened_at", "-id"], name="audit_by_event"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField(default=0)),
                (
                    "mac",
                    models.BinaryField(
                        default=b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
                        max_length=32,
                    ),
                ),
                ("sealed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="audit_has_one_head")],
            },
        ),
        migrations.RunPython(begin_chain, migrations.RunPython.noop),
        migrations.RunPython(install_guards, remove_guards),
    ]
