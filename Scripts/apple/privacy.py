#!/usr/bin/env python3
"""Checks that each target declares the required-reason API that its sources use.

The App Store refuses an app that uses such API, itself or through a package, without a privacy manifest that gives a reason.
"Scripts/apple/privacy.py --self-test" shows that every kind of fault is found.
"""

import pathlib
import plistlib
import re
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.dont_write_bytecode = True
NAME = "PrivacyInfo.xcprivacy"

# Apple's list ("Describing use of required reason API"), as words of Swift and C sources.
CATEGORIES = {
    "FileTimestamp": r"\b(f?stat|lstat|fstatat|f?getattrlist|getattrlistat|getattrlistbulk)\s*\(|"
    r"\b(creationDate|modificationDate|fileModificationDate|contentModificationDate|creationDateKey|"
    r"contentModificationDateKey)\b",
    "SystemBootTime": r"\b(systemUptime|mach_absolute_time)\b",
    "DiskSpace": r"\b(volumeAvailableCapacity\w*|volumeTotalCapacity\w*|systemFreeSize|systemSize)\b|"
    r"\b(f?statfs|f?statvfs)\s*\(",
    "ActiveKeyboards": r"\bactiveInputModes\b",
    "UserDefaults": r"\b(UserDefaults|NSUserDefaults)\b",
}
REASONS = {
    "FileTimestamp": {"DDA9.1", "C617.1", "3B52.1", "0A2A.1"},
    "SystemBootTime": {"35F9.1", "8FFB.1", "3D61.1"},
    "DiskSpace": {"85F4.1", "E174.1", "7D9E.1", "B728.1"},
    "ActiveKeyboards": {"3EC4.1", "54BD.1"},
    "UserDefaults": {"CA92.1", "1C8F.1", "C56D.1", "AC6B.1"},
}
PREFIX = "NSPrivacyAccessedAPICategory"


def used(folder):
    """The categories that the sources in a folder use, each with the first place."""
    result = {}
    for file in sorted(file for suffix in ["swift", "c", "h"] for file in folder.rglob(f"*.{suffix}")):
        for number, line in enumerate(file.read_text().splitlines(), 1):
            code = line.split("//")[0]
            for category, pattern in CATEGORIES.items():
                # The type `stat` has an initialiser without arguments, which asks nothing.
                if re.search(pattern, code.replace("stat()", "")):
                    result.setdefault(category, f"{file}:{number}")
    return result


def declared(file):
    """The categories that a privacy manifest declares, and its faults."""
    try:
        content = plistlib.loads(file.read_bytes())
        entries = content["NSPrivacyAccessedAPITypes"]
        reasons = {
            entry["NSPrivacyAccessedAPIType"].removeprefix(PREFIX): entry["NSPrivacyAccessedAPITypeReasons"]
            for entry in entries}
    except (plistlib.InvalidFileException, ValueError, KeyError, TypeError, AttributeError, SyntaxError) as error:
        return {}, [f"{file}: not a privacy manifest: {error!r}"]
    except Exception as error:  # The parser of XML has an error type of its own.
        return {}, [f"{file}: not a property list: {error}"]
    faults = []
    for category, given in reasons.items():
        if not given or not set(given) <= REASONS.get(category, set()):
            faults.append(f"{file}: {PREFIX}{category} has reasons that Apple does not list: {given}")
    if content.get("NSPrivacyTracking") is not False or content.get("NSPrivacyCollectedDataTypes") != []:
        faults.append(f"{file}: the package neither tracks nor collects, and the manifest must say so")
    return reasons, faults


def check(sources):
    """The faults of all targets below a folder."""
    faults = []
    for target in sorted(folder for folder in sources.iterdir() if folder.is_dir()):
        uses, file = used(target), target / NAME
        reasons, found = declared(file) if file.exists() else ({}, [])
        faults += found
        for category, place in uses.items():
            if category not in reasons and not found:
                faults.append(f"{place}: uses API of {PREFIX}{category}, which {file} does not declare")
        for category in reasons.keys() - uses.keys():
            faults.append(f"{file}: declares {PREFIX}{category}, which no source of the target uses")
    return faults


def check_manifest(root):
    """The faults of Package.swift, which must bring each privacy manifest along and name no other."""
    import manifest

    faults = []
    for target in manifest.evaluate(root):
        exists = (root / target.path / NAME).exists()
        if exists != (NAME in target.resources):
            says = "is no resource in Package.swift" if exists else "is a resource in Package.swift and does not exist"
            faults.append(f"{target.path / NAME}: {says} as a Mac evaluates it")
    return faults


def self_test():
    good = plistlib.dumps({
        "NSPrivacyTracking": False, "NSPrivacyTrackingDomains": [], "NSPrivacyCollectedDataTypes": [],
        "NSPrivacyAccessedAPITypes": [{
            "NSPrivacyAccessedAPIType": PREFIX + "FileTimestamp", "NSPrivacyAccessedAPITypeReasons": ["C617.1"]}]})
    use = "guard stat(path, &status) == 0 else { return nil }"
    cases = [
        ("a declared use", use, good, 0),
        ("no use", "var status = stat()  // stat(path, &status)", None, 0),
        ("an undeclared use", use, None, 1),
        ("a use of another category", use + "\nlet t = ProcessInfo.processInfo.systemUptime", good, 1),
        ("disk space", "statvfs(path, &status)", None, 1),
        ("user defaults", "UserDefaults.standard", None, 1),
        ("a declaration without use", "let x = 1", good, 1),
        ("an unknown reason", use, good.replace(b"C617.1", b"C617.9"), 1),
        ("tracking", use, good.replace(b"<false/>", b"<true/>"), 1),
        ("a broken property list", use, good[:-30], 1),
        ("a property list of another kind", use, plistlib.dumps([1]), 1),
    ]
    for name, source, content, expected in cases:
        with tempfile.TemporaryDirectory() as folder:
            target = pathlib.Path(folder) / "Example"
            target.mkdir()
            (target / "Example.swift").write_text(source)
            if content is not None:
                (target / NAME).write_bytes(content)
            faults = check(pathlib.Path(folder))
            if len(faults) != expected:
                sys.exit(f"The check of privacy manifests fails its test, {name}: {expected} faults expected, {faults}.")


def main():
    self_test()
    if sys.argv[1:] == ["--self-test"]:
        return
    sys.path.insert(0, str(ROOT / "Scripts/apple"))
    faults = [fault.replace(f"{ROOT}/", "") for fault in [*check(ROOT / "Sources"), *check_manifest(ROOT)]]
    if faults:
        sys.exit("\n".join([*faults, "The App Store refuses apps with such a package, see docs/releasing.md."]))


if __name__ == "__main__":
    main()
