"""The store as a command meets it: there or not, empty, complete, of this version."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from grassrota.errors import BadInput, Fault
from grassrota_web.config.commands.django_set_up import set_up


class Store:
    """The store that the settings name, known to answer.

    Attributes:
        connection: To it, as Django has it.

    Raises:
        BadInput: If it does not answer, with what to do.
    """

    connection: Any

    def __init__(self) -> None:
        set_up()
        from django.db import DatabaseError, connection

        self.connection = connection
        try:
            connection.ensure_connection()
        except DatabaseError as error:
            raise BadInput([self._silent(str(error).strip().splitlines()[0])]) from error

    @property
    def file(self) -> Path | None:
        """Where an SQLite store is; None for PostgreSQL."""
        return Path(self.connection.settings_dict["NAME"]) if self.connection.vendor == "sqlite" else None

    @property
    def words(self) -> str:
        """The store by name, without its password."""
        settings = self.connection.settings_dict
        if self.file:
            return str(self.file)
        return f"the PostgreSQL database {settings['NAME']} on {settings['HOST'] or 'this machine'}"

    def is_empty(self) -> bool:
        """True if it has no tables."""
        return not self.connection.introspection.table_names()

    def missing(self) -> list[str]:
        """Changes of the tables that are yet to be made."""
        executor = self._executor()
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]

    def unknown(self) -> list[str]:
        """Changes that a newer version has made."""
        from django.apps import apps

        ours = {room.label for room in apps.get_app_configs() if room.name.startswith("grassrota_web.")}
        loader = self._executor().loader
        known = loader.graph.nodes
        return sorted(
            f"{room}.{name}" for room, name in loader.applied_migrations if room in ours and (room, name) not in known
        )

    def check_complete(self) -> None:
        """Refuses to work on tables of another version.

        Raises:
            BadInput: With what to do.
        """
        self.check_not_newer()
        missing = self.missing()
        if missing:
            got = "none" if self.is_empty() else f"{len(missing)} changes not made yet"
            raise BadInput([Fault("", "all tables", got, "Run: grassrota setup", file=self.words)])

    def check_not_newer(self) -> None:
        """Refuses to work on the tables of a newer version.

        Raises:
            BadInput: With what to do.
        """
        unknown = self.unknown()
        if unknown:
            fix = "Install that version of Grassrota."
            got = f"those of a newer one ({', '.join(unknown)})"
            raise BadInput([Fault("", "the tables of this version", got, fix, file=self.words)])

    def migrate(self) -> list[str]:
        """Makes or updates the tables, and names the changes made; done twice, it changes nothing."""
        from django.core.management import call_command

        self.check_not_newer()
        missing = self.missing()
        if not self._executor().loader.applied_migrations:
            self._make_tables()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        return missing

    def _make_tables(self) -> None:
        """Makes all tables as the models are now, and notes all changes as made.

        Making over a hundred tables change by change takes Django ten seconds, as it thinks all of them through anew at
        each. Killed in between, it leaves tables without a note, and the next time makes what is missing.
        """
        from django.apps import apps
        from django.core.management import call_command
        from django.db import transaction
        from django.test.utils import override_settings

        with override_settings(MIGRATION_MODULES={room.label: None for room in apps.get_app_configs()}):
            call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
        self._executor().recorder.ensure_schema()
        with transaction.atomic():
            call_command("migrate", verbosity=0, interactive=False, fake=True)

    def _executor(self) -> Any:
        from django.db.migrations.executor import MigrationExecutor

        return MigrationExecutor(self.connection)

    def _silent(self, reason: str) -> Fault:
        fix = "Start the server, and check GRASSROTA_DATABASE_URL: host, port, name and password."
        if self.file:
            fix = "Set GRASSROTA_DATA to a folder in which this user may write."
        return Fault("", "a store that answers", reason, fix, file=self.words)
