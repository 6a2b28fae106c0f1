import Foundation

/// What the tests have to know of a sanitizer that they were built with, see Scripts/sanitize.
public enum Sanitizer {
    /// Whether this is a run of Scripts/sanitize.
    public static let isOn = ProcessInfo.processInfo.environment["DOTNEWS_SANITIZER"] != nil

    /// The environment that programs started by a test need, which were built with the same sanitizer.
    public static let variables = ProcessInfo.processInfo.environment.filter { name, _ in
        ["ASAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS", "LD_PRELOAD"].contains(name)
    }
}
