"""The package manifest as a Mac evaluates it."""

import dataclasses
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile


@dataclasses.dataclass
class Target:
    """One target of the manifest."""

    name: str
    kind: str
    path: pathlib.Path
    dependencies: list
    exclude: list
    defines: list
    features: list
    package_access: bool
    resources: list

    def files(self, root, suffix):
        """The target's files with a suffix, in a stable order, relative to the root of the package."""
        folder = root / self.path
        excluded = [folder / name for name in self.exclude]
        found = []
        # Unlike pathlib, this follows links to folders, as SwiftPM does.
        for parent, _, names in os.walk(folder, followlinks=True):
            found += [pathlib.Path(parent) / name for name in names if name.endswith(suffix)]
        found = [file for file in found if not any(file.is_relative_to(out) for out in excluded)]
        return sorted(file.relative_to(root) for file in found)


def evaluate(root):
    """Returns the targets that the manifest declares on a Mac, each after the targets it depends on.

    SwiftPM evaluates the manifest on this host, with `#if os(macOS)` replaced by what it is on a Mac.
    """
    text = (root / "Package.swift").read_text()
    text = re.sub(r"#if !os\(macOS\)", "#if false", text)
    text = re.sub(r"#if os\(macOS\)", "#if true", text)
    if re.search(r"#(else)?if .*os\(", text):
        raise SystemExit("Scripts/check-apple reads only '#if os(macOS)' and '#if !os(macOS)' in Package.swift.")
    folder = tempfile.mkdtemp()
    try:
        (pathlib.Path(folder) / "Package.swift").write_text(text)
        dump = subprocess.run(
            ["swift", "package", "--package-path", folder, "dump-package"], capture_output=True, text=True)
    finally:
        shutil.rmtree(folder)
    if dump.returncode != 0:
        raise SystemExit(f"{dump.stderr}Package.swift cannot be evaluated as on a Mac; SwiftPM's reason is above.")
    return _ordered([_target(entry) for entry in json.loads(dump.stdout)["targets"]])


def _target(entry):
    name, kind = entry["name"], entry["type"]
    standard = f"{'Tests' if kind == 'test' else 'Sources'}/{name}"
    settings = [setting["kind"] for setting in entry["settings"] if setting["tool"] == "swift"]
    return Target(
        name=name,
        kind=kind,
        path=pathlib.Path(entry.get("path") or standard),
        dependencies=[list(dependency.values())[0][0] for dependency in entry["dependencies"]],
        exclude=entry["exclude"],
        defines=[setting["define"]["_0"] for setting in settings if "define" in setting],
        features=[
            setting["enableUpcomingFeature"]["_0"] for setting in settings if "enableUpcomingFeature" in setting],
        package_access=entry["packageAccess"],
        resources=[resource["path"] for resource in entry["resources"]],
    )


def _ordered(targets):
    named = {target.name: target for target in targets}
    result = {}

    def add(target):
        if target.name in result:
            return
        for name in target.dependencies:
            add(named[name])
        result[target.name] = target

    for target in targets:
        add(target)
    return list(result.values())
