"""The packaged scenarios, and folders of the user's own that can be played like them."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from grassrota.errors import BadInput, Fault

ROTATION = "rotation.toml"


def packaged() -> tuple[Path, ...]:
    """Folders of the packaged scenarios, in the order of their names."""
    root = Path(str(files("grassrota").joinpath("scenarios")))
    return tuple(sorted(path.parent for path in root.glob(f"*/{ROTATION}")))


def find(name: str) -> Path:
    """The folder of a scenario: a name, the beginning of just one name, or a path.

    Raises:
        BadInput: If there is none, or more than one.
    """
    path = Path(name)
    if (path / ROTATION).is_file():
        return path
    known = packaged()
    exact = [folder for folder in known if folder.name == name]
    matching = exact or [folder for folder in known if name and folder.name.startswith(name)]
    if len(matching) == 1:
        return matching[0]
    names = ", ".join(folder.name for folder in matching or known) or "none is packaged"
    if path.is_dir():
        raise BadInput([Fault("SCENARIO", f"a folder with {ROTATION}", "one without", file=name)])
    got = f"{name}, which begins several" if matching else name
    raise BadInput([Fault("SCENARIO", f"one of {names}, or a folder with {ROTATION}", got)])
