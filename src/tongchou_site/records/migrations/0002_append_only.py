"""Audit entries and steps of the loop are only ever added: the database itself refuses change and removal."""

from django.db import migrations

TABLES = ("records_auditentry", "records_step")


def _add(apps, editor):
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            for statement in _statements(editor.connection.vendor, table, verb):
                editor.execute(statement)


def _statements(vendor, table, verb):
    name = f"{table}_no_{verb.lower()}"
    words = f"{table}: entries are only ever added"
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{words}'); END",
        ]
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION '{words}'; END $$ LANGUAGE plpgsql",
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def _drop(apps, editor):
    for table in TABLES:
        for verb in ("update", "delete"):
            name = f"{table}_no_{verb}"
            on = "" if editor.connection.vendor == "sqlite" else f" ON {table}"
            editor.execute(f"DROP TRIGGER {name}{on}")
            if on:
                editor.execute(f"DROP FUNCTION {name}()")


class Migration(migrations.Migration):
    """Triggers on the tables that only grow."""

    dependencies = [("records", "0001_initial")]
    operations = [migrations.RunPython(_add, _drop)]
