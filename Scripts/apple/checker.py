"""Type-checks the targets of the manifest for one platform."""

import dataclasses
import hashlib
import os
import pathlib
import re
import shutil
import subprocess

# Casts that need the Objective-C runtime, see stubs/CoreFoundation.swift.
CAST = re.compile(r" as (CF[A-Z]\w+|NSArray|NSDictionary)\b")
OPTIONAL_STRING_CAST = re.compile(r" as String\?")


@dataclasses.dataclass
class Result:
    """The outcome for one target: its faults, one a line, none when it compiles."""

    target: str
    faults: list


class Checker:
    """Type-checks targets against an SDK, and keeps their modules for the targets that import them.

    A target whose sources, settings and dependencies have not changed since they last compiled is not compiled again.
    """

    def __init__(self, sdk, targets, root, cache, planted=None):
        """Checks the package below `root`; `planted` has the texts of files to add, by their paths below `root`."""
        self._planted = planted or {}
        self._sdk = sdk
        self._root = root
        self._named = {target.name: target for target in targets}
        self._cache = cache / sdk.platform.name / "modules"
        self._digests = {}

    def check(self, name):
        """Checks one target, after `check` of its dependencies."""
        target = self._named[name]
        faults = [
            f"{target.path}/{resource}: error: the manifest names this resource, and there is none"
            for resource in target.resources if not (self._root / target.path / resource).exists()]
        if target.kind == "system":
            return Result(name, faults)
        folder = self._folder(name)
        if folder.exists():
            return Result(name, faults)
        partial = folder.with_name("partial-" + folder.name)
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        faults += self._compile_c(target) if self._is_c(target) else self._compile(target, partial)
        # What could not be compiled is kept for the targets that import it, and compiled again the next time.
        partial.rename(folder if not faults else self._failed(name))
        return Result(name, faults)

    def check_dependencies(self, name):
        """Checks what a target depends on, so that it can be checked."""
        for dependency in self._closure(self._named[name]):
            if not self._folder(dependency).exists():
                self.check(dependency)

    def prepare(self):
        """Removes what earlier runs left for other sources."""
        self._cache.mkdir(parents=True, exist_ok=True)
        wanted = {self._folder(name).name for name in self._named}
        for folder in self._cache.iterdir():
            if folder.name not in wanted:
                shutil.rmtree(folder)

    # The cache

    def _folder(self, name):
        return self._cache / f"{name}-{self._digest(name)}"

    def forget(self, name):
        """Removes what `check` left for a target."""
        shutil.rmtree(self._folder(name), ignore_errors=True)
        self._failed(name)

    def _failed(self, name):
        folder = self._cache / f"failed-{name}-{self._digest(name)}"
        shutil.rmtree(folder, ignore_errors=True)
        return folder

    def _digest(self, name):
        if name not in self._digests:
            target = self._named[name]
            hasher = hashlib.sha256(repr((self._sdk.digest, target)).encode())
            hasher.update(pathlib.Path(__file__).read_bytes())
            for dependency in target.dependencies:
                hasher.update(self._digest(dependency).encode())
            for suffix in [".swift", ".c", ".h", ".modulemap"]:
                for file in target.files(self._root, suffix):
                    content = (self._root / file).read_bytes()
                    hasher.update(f"{file} {len(content)}\n".encode() + content)
            for file, text in self._planted_files(target).items():
                hasher.update(f"{file}\n{text}".encode())
            self._digests[name] = hasher.hexdigest()[:16]
        return self._digests[name]

    # Compiling

    def _is_c(self, target):
        return not target.files(self._root, ".swift")

    def _compile(self, target, folder):
        module = folder / f"{target.name}.swiftmodule"
        module.mkdir()
        sources, originals = self._sources(target, folder / "rewritten")
        # Nothing imports tests, and compiling them as far as a module takes twice as long.
        is_test = target.kind == "test"
        output = [] if is_test else ["-o", str(module / f"{self._sdk.platform.module_triple}.swiftmodule")]
        command = [
            "swiftc", "-frontend", "-typecheck" if is_test else "-emit-module", "-module-name", target.name, "-swift-version", "6", "-enable-testing",
            *self._sdk.swift_flags, *self._import_flags(target),
            *(["-package-name", "dotnews"] if target.package_access else []),
            *(word for define in target.defines for word in ("-D", define)),
            *(word for feature in target.features for word in ("-enable-upcoming-feature", feature)),
            *([] if any(file.name == "main.swift" for file in sources) else ["-parse-as-library"]),
            *output, *(self._sdk.macro_flags if is_test else []),
        ]
        result = self._run([*command, *map(str, sources)])
        faults = self._faults(result, originals)
        if faults and not is_test:
            # So that the targets that import this one are checked as well as they can be.
            lenient = [
                "-experimental-skip-non-inlinable-function-bodies", "-experimental-allow-module-with-compiler-errors"]
            self._run([*command, *lenient, *map(str, sources)])
        return faults

    def _compile_c(self, target):
        includes = [word for name in self._closure(target) for word in ("-I", str(self._named[name].path / "include"))]
        faults = []
        for file in target.files(self._root, ".c"):
            flags = ["-I", str(target.path / "include"), *includes]
            result = self._run(["clang", "-fsyntax-only", "-Wall", *self._sdk.clang_flags, *flags, str(file)])
            faults += self._faults(result, {})
        return faults

    def _sources(self, target, folder):
        """The files to compile, and the original of each that is a rewritten copy."""
        files, originals = [], {}
        for file in target.files(self._root, ".swift"):
            text = (self._root / file).read_text()
            rewritten = CAST.sub(r" ~>~ \1.self", text)
            if "import Security" in text:
                rewritten = OPTIONAL_STRING_CAST.sub(" ~>~ String?.self", rewritten)
            if rewritten == text:
                files.append(file)
                continue
            copy = folder / file
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(rewritten.replace("import Security", "import CoreFoundation; import Security"))
            files.append(copy)
            originals[str(copy)] = str(file)
        for file, text in self._planted_files(target).items():
            copy = folder / file
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(text)
            files.append(copy)
            originals[str(copy)] = str(file)
        return files, originals

    def _planted_files(self, target):
        return {file: text for file, text in self._planted.items() if file.is_relative_to(target.path)}

    def _import_flags(self, target):
        flags = []
        for name in self._closure(target):
            dependency = self._named[name]
            if dependency.kind == "system":
                flags += ["-Xcc", f"-fmodule-map-file={dependency.path}/module.modulemap"]
            elif self._is_c(dependency):
                flags += ["-Xcc", f"-fmodule-map-file={self._c_module_map(dependency)}"]
            else:
                folder = self._folder(name)
                flags += ["-I", str(folder if folder.exists() else self._cache / f"failed-{folder.name}")]
        return flags

    def _c_module_map(self, target):
        folder = self._cache.parent / "maps" / target.name
        folder.mkdir(parents=True, exist_ok=True)
        header = os.path.relpath(self._root / target.path / "include" / f"{target.name}.h", folder)
        file = folder / f"{target.name}.modulemap"
        text = f'module {target.name} {{ header "{header}" export * }}\n'
        if not file.exists() or file.read_text() != text:
            file.write_text(text)
        return file

    def _closure(self, target):
        result = []
        for name in target.dependencies:
            for found in [*self._closure(self._named[name]), name]:
                if found not in result:
                    result.append(found)
        return result

    def _run(self, command):
        return subprocess.run(command, capture_output=True, text=True, cwd=self._root)

    def _faults(self, result, originals):
        faults = []
        for line in result.stderr.splitlines():
            if re.search(r": (fatal )?(error|warning): ", line):
                path = line.split(":", 1)[0]
                line = line.replace(path, originals.get(path, path), 1)
                if line not in faults:
                    faults.append(line)
        if result.returncode != 0 and not faults:
            faults.append(f"error: the compiler failed without a diagnostic:\n{result.stderr[-4000:]}")
        return faults
