"""Audit entries and steps of the loop are only ever added, and an issued briefing stays as it is: the database refuses."""

from django.db import migrations

TABLES = ("records_auditentry", "records_step")


ISSUED = "records_briefing"


def _add(apps, editor):
    vendor = editor.connection.vendor
    for verb in ("UPDATE", "DELETE"):
        for table in TABLES:
            for statement in _statements(vendor, table, verb, "entries are only ever added", ""):
                editor.execute(statement)
        for statement in _statements(vendor, ISSUED, verb, "an issued one stays", "OLD.number IS NOT NULL"):
            editor.execute(statement)


def _statements(vendor, table, verb, words, when):
    name, when = f"{table}_no_{verb.lower()}", f"WHEN ({when})" if when else ""
    words = f"{table}: {words}"
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} {when} BEGIN SELECT RAISE(ABORT, '{words}'); END",
        ]
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION '{words}'; END $$ LANGUAGE plpgsql",
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION {name}()",
    ]


def _drop(apps, editor):
    for table in (*TABLES, ISSUED):
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
