"""Every name by which the packages could keep something: what the guards walk over."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cached_property
from pathlib import Path
from types import ModuleType

import pytest
import typer.main
from django.apps import apps

import grassrota
import grassrota_web
from grassrota.cli.program import app
from grassrota.files.columns import Column

SOURCE = Path(grassrota.__file__).parent
WEB = SOURCE.parent / "grassrota_web"
TOML_VERBS = frozenset({"take", "maybe", "section", "sections"})
"""Methods of the TOML reader whose first argument is a key."""


class Vocabulary:
    """Both packages as names; paths of the web face begin with ``web/``."""

    @cached_property
    def modules(self) -> tuple[ModuleType, ...]:
        """Every module."""
        names = sorted(
            found.name
            for package in (grassrota, grassrota_web)
            for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
            if ".migrations" not in found.name and not found.name.endswith(".wsgi")
        )
        return (grassrota, grassrota_web, *(importlib.import_module(name) for name in names))

    @cached_property
    def dataclasses(self) -> Mapping[str, type]:
        """Every dataclass by module and name."""
        return {where: value for where, value in self._classes() if is_dataclass(value)}

    @cached_property
    def enums(self) -> Mapping[str, type[Enum]]:
        """Every enumeration by module and name."""
        return {where: value for where, value in self._classes() if issubclass(value, Enum)}

    @cached_property
    def columns(self) -> Mapping[str, tuple[Column, ...]]:
        """The columns of every table that is read or written, by module and name."""
        return {
            f"{module.__name__}.{name}": value
            for module in self.modules
            for name, value in vars(module).items()
            if isinstance(value, tuple) and value and all(isinstance(column, Column) for column in value)
        }

    @cached_property
    def trees(self) -> Mapping[str, ast.Module]:
        """The syntax tree of every file, by its path in the package."""
        return {
            place + path.relative_to(source).as_posix(): ast.parse(path.read_text("utf-8"))
            for source, place in ((SOURCE, ""), (WEB, "web/"))
            for path in sorted(source.rglob("*.py"))
            if path.parent.name != "migrations"
        }

    @cached_property
    def kept(self) -> Mapping[str, str]:
        """Every field, enumeration word, column, TOML key and command-line option, with where it is."""
        found: dict[str, set[str]] = {}
        for name, where in (*self._words(), *self._toml_keys(), *_options()):
            found.setdefault(name, set()).add(where)
        return {name: ", ".join(sorted(places)) for name, places in found.items()}

    @cached_property
    def identifiers(self) -> Mapping[str, str]:
        """Every name in the source code, with the file."""
        return {word: path for path in self.trees for word in self.identifiers_in(path)}

    def identifiers_in(self, path: str) -> Iterator[str]:
        """Every name in a file."""
        for node in ast.walk(self.trees[path]):
            for attribute in ("id", "attr", "arg", "name"):
                word = getattr(node, attribute, None)
                if isinstance(word, str):
                    yield word

    def _words(self) -> Iterator[tuple[str, str]]:
        for where, value in self.dataclasses.items():
            yield from ((field.name, where) for field in fields(value))
        for where, words in self.enums.items():
            yield from ((str(word), where) for entry in words for word in (entry.name, entry.value))
        for where, table in self.columns.items():
            yield from ((column.name, where) for column in table)
        for model in apps.get_models():
            if model.__module__.startswith("grassrota_web."):
                yield from ((field.name, model.__name__) for field in model._meta.get_fields())

    def _classes(self) -> Iterator[tuple[str, type]]:
        for module in self.modules:
            for name, value in vars(module).items():
                if inspect.isclass(value) and value.__module__ == module.__name__:
                    yield f"{module.__name__}.{name}", value

    def _toml_keys(self) -> Iterator[tuple[str, str]]:
        for path, tree in self.trees.items():
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in TOML_VERBS:
                    for argument in node.args[:1]:
                        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                            yield argument.value, path


@pytest.fixture(scope="session")
def package() -> Vocabulary:
    """Every name in the package."""
    return Vocabulary()


def _options() -> Iterator[tuple[str, str]]:
    waiting = [typer.main.get_command(app)]
    while waiting:
        command = waiting.pop()
        for parameter in command.params:
            for word in (parameter.name or "", *parameter.opts):
                yield word.lstrip("-"), f"command {command.name}"
        waiting += [*getattr(command, "commands", {}).values()]
