"""Plants faults that only Apple systems show, and expects Scripts/check-apple to find each."""

import concurrent.futures
import dataclasses
import re
import sys

from checker import Checker
from sdk import PLATFORMS, SDK


@dataclasses.dataclass
class Fault:
    """A file to add to a target, and the error it must cause on each platform; no error where the pattern is `None`."""

    name: str
    target: str
    text: str
    macos: str
    ios: str


def everywhere(name, target, text, pattern):
    return Fault(name, target, text, pattern, pattern)


FAULTS = [
    everywhere(
        "code without a fault", "DotNewsFoundation",
        "import Foundation\nfunc planted(_ status: stat) -> Int { status.st_mtimespec.tv_sec }\n", None),
    everywhere(
        "a field that only Linux has", "DotNewsFoundation",
        "import Foundation\nfunc planted(_ status: stat) -> Int { status.st_mtim.tv_sec }\n", r"no member 'st_mtim'"),
    everywhere(
        "a structure that is a pointer on Darwin", "DotNewsFoundation",
        "import Foundation\nfunc planted() { var actions = posix_spawn_file_actions_t(); _ = actions }\n",
        r"missing argument"),
    everywhere(
        "an API newer than the minimum", "DotNewsFoundation",
        "func planted() -> Int { InlineArray<1, Int>(repeating: 1).count }\n",
        r"only available in (macOS|iOS) 26"),
    everywhere(
        "a missing import", "DotNewsModels", "func planted(_ data: Data) {}\n", r"cannot find type 'Data'"),
    everywhere(
        "a missing import behind a condition", "DotNewsModels",
        "#if canImport(CryptoKit)\n    import CryptoKit\n#else\n    import DotNewsFoundation\n#endif\n"
        "func planted(_ bytes: [UInt8]) -> Int { Data(bytes).count }\n", r"cannot find 'Data'"),
    everywhere(
        "a capture that is not Sendable", "DotNewsFoundation",
        "import Foundation\n#if canImport(Darwin)\n    final class Counter { var value = 0 }\n"
        "    func planted(_ counter: Counter) { DispatchQueue.global().async { counter.value += 1 } }\n#endif\n",
        r"non-Sendable type 'Counter'"),
    everywhere(
        "a value that is sent and used again", "DotNewsFoundation",
        "#if canImport(Darwin)\n    final class Counter { var value = 0 }\n"
        "    func planted(_ counter: Counter) { Task { counter.value += 1 }; counter.value += 1 }\n#endif\n",
        r"data races"),
    everywhere(
        "a type that exists on Linux only", "DotNewsNetworking", "let planted: CurlTransport? = nil\n",
        r"cannot find type 'CurlTransport'"),
    everywhere(
        "a missing cast to Core Foundation", "DotNewsNetworking",
        "import Security\nfunc planted() -> Int32 { SecItemDelete([kSecClass: kSecClassGenericPassword]) }\n",
        r"cannot convert"),
    Fault(
        "an API that only macOS has", "DotNewsFoundation",
        "import Foundation\nlet planted = FileManager.default.homeDirectoryForCurrentUser\n",
        None, r"unavailable in iOS"),
]


def run(root, cache, targets):
    """Plants all faults, one after the other, on both platforms at once."""
    with concurrent.futures.ThreadPoolExecutor() as pool:
        misses = sum(pool.map(lambda platform: _misses(platform, root, cache, targets), PLATFORMS), [])
    if misses:
        sys.exit("\n".join([*misses, "Scripts/check-apple does not see what it should, listed above."]))
    print(f"{len(FAULTS)} planted files had the expected faults.")


def _misses(platform, root, cache, targets):
    sdk = SDK(platform, cache)
    paths = {target.name: target.path for target in targets}
    misses, known = [], {}
    for fault in FAULTS:
        if fault.target not in known:
            checker = Checker(sdk, targets, root, cache)
            checker.check_dependencies(fault.target)
            known[fault.target] = checker.check(fault.target).faults
        file = paths[fault.target] / "Planted.swift"
        checker = Checker(sdk, targets, root, cache, planted={file: fault.text})
        found = [line for line in checker.check(fault.target).faults if line not in known[fault.target]]
        checker.forget(fault.target)
        pattern = fault.macos if platform.name == "macOS" else fault.ios
        unexpected = [line for line in found if pattern is None or not line.startswith(str(file))]
        if unexpected:
            misses.append(f"{platform.name}, {fault.name}: unexpected {unexpected}")
        elif pattern is not None and not any(re.search(pattern, line) for line in found):
            misses.append(f"{platform.name}, {fault.name}: not found; the compiler said {found}")
    return misses
