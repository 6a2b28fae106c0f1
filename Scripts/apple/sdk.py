"""A stand-in for Apple's SDK: the standard library, and stubs of the C library and the frameworks."""

import dataclasses
import pathlib
import re
import shutil
import subprocess

import cache
import standard_library

HERE = pathlib.Path(__file__).resolve().parent
# In the order of their dependencies.
STUBS = ["Darwin", "Dispatch", "CoreFoundation", "Foundation", "Security", "CryptoKit", "CoreGraphics", "CoreImage"]
# The headers of the system that C sources and the headers of libraries include; headers/darwin.h stands for them all.
SYSTEM_HEADERS = [
    *(f"sys/{name}.h" for name in ["types", "stat", "socket", "file", "ioctl", "time", "select", "mount"]),
    "netinet/in.h", "arpa/inet.h",
    *(f"{name}.h" for name in [
        "fcntl", "unistd", "stdlib", "string", "strings", "stdio", "errno", "dirent", "signal", "pthread", "termios",
        "time", "dlfcn", "limits", "ctype", "math", "stdint", "inttypes", "assert", "memory"]),
]
# The headers of this machine serve: the SDK has the same libraries.
LIBRARY_HEADERS = {"sqlite3": ["sqlite3.h"], "zlib": ["zlib.h", "zconf.h"], "libxml-2.0": ["libxml"]}


@dataclasses.dataclass(frozen=True)
class Platform:
    """A system to check for."""

    name: str
    triple: str
    # The name of a module's file for this platform.
    module_triple: str
    # Whether the tests are checked, too.
    runs_tests: bool


PLATFORMS = [
    Platform("macOS", "x86_64-apple-macosx15.0", "x86_64-apple-macos", runs_tests=True),
    Platform("iOS", "x86_64-apple-ios18.0-simulator", "x86_64-apple-ios-simulator", runs_tests=False),
]


class SDK:
    """The modules and headers of one platform."""

    def __init__(self, platform, folder):
        """Builds what is not in the folder yet."""
        self.platform = platform
        base = folder / platform.name
        self._module_cache = base / "clang"
        self._standard = standard_library.build(platform, base, self._module_cache)
        files = sorted(file for name in ["stubs", "headers"] for file in (HERE / name).rglob("*") if file.is_file())
        self.digest = cache.digest(self._standard.name, pathlib.Path(__file__), *files)
        self._stubs = base / f"stubs-{self.digest}"
        cache.build_once(self._stubs, self._build_stubs)

    @property
    def swift_flags(self):
        """The arguments that make the compiler use this SDK."""
        return self._flags(self._stubs)

    @property
    def clang_flags(self):
        """The arguments that make clang use this SDK."""
        return ["-target", self.platform.triple, "-nostdlibinc", "-isystem", str(self._stubs / "include")]

    def _flags(self, stubs):
        include = stubs / "include"
        clang = ["-nostdlibinc", "-isystem", str(include), f"-fmodule-map-file={include}/module.modulemap"]
        return [
            "-target", self.platform.triple, "-disable-objc-interop", "-I", str(self._standard), "-I", str(stubs),
            "-module-cache-path", str(self._module_cache), *(word for flag in clang for word in ("-Xcc", flag)),
        ]

    @property
    def macro_flags(self):
        """The arguments that make the compiler find the macros of Swift Testing."""
        return ["-plugin-path", str(standard_library.resources() / "host/plugins")]

    def _build_stubs(self, folder):
        include = folder / "include"
        include.mkdir()
        for header in (HERE / "headers").iterdir():
            shutil.copy(header, include)
        for name in SYSTEM_HEADERS:
            (include / name).parent.mkdir(exist_ok=True)
            (include / name).write_text("#include <darwin.h>\n")
        (include / "module.modulemap").write_text('module Darwin [system] { header "darwin.h" export * }\n')
        _copy_library_headers(include)
        for module in STUBS:
            files = [file for file in (HERE / "stubs").iterdir() if re.fullmatch(rf"{module}(\+\w+)?\.swift", file.name)]
            (folder / f"{module}.swiftmodule").mkdir()
            cache.run([
                "swiftc", "-frontend", "-emit-module", "-module-name", module, "-parse-as-library", "-swift-version", "6",
                *(["-import-underlying-module"] if module == "Darwin" else []), *self._flags(folder),
                "-o", str(folder / f"{module}.swiftmodule/{self.platform.module_triple}.swiftmodule"),
                *map(str, sorted(files)),
            ], f"The stub of {module} in Scripts/apple/stubs does not compile")


def _copy_library_headers(include):
    for package, names in LIBRARY_HEADERS.items():
        answer = subprocess.run(
            ["pkg-config", "--cflags-only-I", "--keep-system-cflags", package], capture_output=True, text=True)
        folders = [pathlib.Path(word[2:]) for word in answer.stdout.split()] + [pathlib.Path("/usr/include")]
        for name in names:
            source = next((folder / name for folder in folders if (folder / name).exists()), None)
            if source is None:
                raise SystemExit(f"{name} was not found; Scripts/install-build-packages installs it.")
            (shutil.copytree if source.is_dir() else shutil.copy)(source, include / name)
