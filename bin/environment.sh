# Sourced by the commands beside it: makes .venv at the project's root hold what requirements/$1.txt pins, once.
# After that nothing here touches the network. Plain POSIX sh.

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
venv=$root/.venv

say() { printf '%s\n' "$*" >&2; }

find_python() {
    for python in "${GRASSROTA_PYTHON:-}" python3.11 python3 python; do
        [ -n "$python" ] || continue
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s\n' "$python"
            return 0
        fi
    done
    say "Grassrota needs Python 3.11 or newer, and found none on the PATH."
    say "On Debian 12:  sudo apt-get install python3 python3-venv"
    say "To name one:   GRASSROTA_PYTHON=/path/to/python3.11 $0"
    return 1
}

# By uv, which unpacks many at a time; by pip where uv is not to be had, or packages come from an index that only pip was
# told of.
install_pinned() {
    if pip_install --require-hashes -r "$root/requirements/installer.txt" 2>/dev/null; then
        "$venv/bin/uv" pip install --quiet --require-hashes --python "$venv/bin/python" -r "$1" 2>/dev/null && return 0
    fi
    pip_install --require-hashes -r "$1"
}

pip_install() { "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@"; }

# Usage: prepare run|dev
prepare() {
    lock=$root/requirements/$1.txt
    stamp=$venv/grassrota-$1.sum
    wanted=$(cat "$lock" "$root/pyproject.toml" | cksum)
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && return 0

    python=$(find_python) || return 1
    if ! "$python" -c 'import ensurepip' 2>/dev/null; then
        say "This Python cannot make virtual environments: its 'venv' part is missing."
        say "On Debian 12:  sudo apt-get install python3-venv      Then run this command again."
        return 1
    fi
    say "Setting up $venv (once; needs the network) ..."
    [ -x "$venv/bin/python" ] || "$python" -m venv "$venv" || return 1
    install_pinned "$lock" || {
        say "The pinned packages could not be installed; the lines above say why. Nothing else was changed."
        return 1
    }
    pip_install --no-deps --no-build-isolation -e "$root" || return 1
    printf '%s\n' "$wanted" > "$stamp"
}
