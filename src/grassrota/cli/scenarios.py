"""The packaged scenarios, and folders of the user's own that can be played like them."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from grassrota.errors import BadInput, Fault

ROTATION = "rotation.toml"


def packaged() -> tuple[Path, ...]:
    """Folders of the packaged scenarios, in the order of their names."""
    root = Path(str(files("grassrota").joinpath("scenarios")))
    return tuple(sorted(path.parent for path in root.glob(f"*/{ROTATION}")))


def find(name: str) -> tuple[Path, ...]:
    """The folders that are meant: that of a path, or every packaged scenario whose name begins so.

    Raises:
        BadInput: If there is none.
    """
    path = Path(name)
    if (path / ROTATION).is_file():
        return (path,)
    known = packaged()
    exact = tuple(folder for folder in known if folder.name == name)
    found = exact or tuple(folder for folder in known if name and folder.name.startswith(name))
    if found:
        return found
    if path.is_dir():
        raise BadInput([Fault("SCENARIO", f"a folder with {ROTATION}", "one without", file=name)])
    raise BadInput([Fault("SCENARIO", f"one of {_names(known)}, or a folder with {ROTATION}", name)])


def find_one(name: str) -> Path:
    """The one folder that is meant.

    Raises:
        BadInput: If there is none, or more than one.
    """
    found = find(name)
    if len(found) > 1:
        raise BadInput([Fault("SCENARIO", f"one of {_names(found)}", f"{name}, which begins several")])
    return found[0]


def _names(folders: Sequence[Path]) -> str:
    return ", ".join(folder.name for folder in folders) or "nothing, as none is packaged"
