"""Folders that are built once."""

import hashlib
import pathlib
import shutil
import subprocess


def digest(*parts):
    """A short name for the content of files and strings."""
    hasher = hashlib.sha256()
    for part in parts:
        content = part.read_bytes() if isinstance(part, pathlib.Path) else part.encode()
        hasher.update(len(content).to_bytes(8, "big") + content)
    return hasher.hexdigest()[:16]


def build_once(folder, build):
    """Builds a folder unless it exists, and removes the older ones: those whose names differ in the digest only.

    The folder gets its name at the end, so that a run that was ended leaves nothing that looks complete.
    """
    if folder.exists():
        return
    for older in folder.parent.glob(folder.name.rsplit("-", 1)[0] + "-*"):
        shutil.rmtree(older)
    partial = folder.with_name("partial-" + folder.name)
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    build(partial)
    partial.rename(folder)


def run(command, failure):
    """Runs a command that is not expected to fail."""
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        raise SystemExit(f"{result.stderr}{failure}; the compiler's reason is above.")
