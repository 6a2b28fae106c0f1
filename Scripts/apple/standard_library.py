"""The toolchain's own standard library, compiled for an Apple platform.

The toolchain for Linux has the interfaces (.swiftinterface) of its standard library, with the availability of every
declaration on Apple systems. Compiled for an Apple target they make `os(iOS)` true, `canImport(Glibc)` false and availability
checked.
"""

import json
import pathlib
import re
import subprocess

import cache

MODULES = ["Swift", "_Concurrency", "_StringProcessing", "_Builtin_float", "SwiftOnoneSupport", "Synchronization",
    "Testing",
]


def resources():
    """The folder of the toolchain's own modules and plug-ins."""
    return pathlib.Path(_target_info()["paths"]["runtimeResourcePath"])


def _target_info():
    answer = subprocess.run(["swiftc", "-print-target-info"], capture_output=True, text=True, check=True)
    return json.loads(answer.stdout)


def build(platform, base, module_cache):
    """Returns the folder of the compiled modules; compiling them takes half a minute."""
    interfaces = resources() / "linux"
    version = _target_info()["compilerVersion"]
    folder = base / f"standard-{cache.digest(version, platform.triple, pathlib.Path(__file__))}"
    cache.build_once(folder, lambda partial: _build(platform, interfaces, partial, module_cache))
    return folder


def _build(platform, interfaces, folder, module_cache):
    for module in MODULES:
        interface = folder / f"{module}.swiftinterface"
        interface.write_text(_interface(platform, interfaces, module))
        (folder / f"{module}.swiftmodule").mkdir()
        cache.run([
            "swiftc", "-frontend", "-compile-module-from-interface", "-target", platform.triple,
            "-disable-objc-interop", "-module-name", module, *(["-parse-stdlib"] if module == "Swift" else []),
            "-module-cache-path", str(module_cache), "-I", str(folder),
            "-o", str(folder / f"{module}.swiftmodule/{platform.module_triple}.swiftmodule"), str(interface),
        ], f"The interface of {module} in this toolchain cannot be compiled for {platform.name}")


def _interface(platform, interfaces, module):
    folder = interfaces / f"{module}.swiftmodule"
    file = next(iter([*folder.glob("*.private.swiftinterface"), *folder.glob("*.swiftinterface")]), None)
    if file is None:
        raise SystemExit(f"This toolchain has no interface of {module}; Scripts/check-apple needs Swift 6.2 or later.")
    lines = file.read_text().splitlines(keepends=True)
    head, body = "".join(lines[:12]), "".join(lines[12:])
    head = re.sub(r"-target \S+", f"-target {platform.triple}", head)
    head = re.sub(r" -module-link-name \S+| -target-min-inlining-version min", "", head)
    if module != "Swift":
        # With these, the compiler takes clients to run on older systems than the target says.
        head = head.replace(" -library-level api", "").replace(" -enable-library-evolution", "")
    text = head + body
    # Declarations for older systems come without the bodies that they need.
    text = re.sub(r"(?m)^ *@backDeployed\(.*\n", "", text)
    # Linux's Mutex asks for the number of the thread.
    text = re.sub(r"(?m)^import Glibc\n", "", text)
    return text.replace("_swift_stdlib_gettid()", "UInt32(1)")
