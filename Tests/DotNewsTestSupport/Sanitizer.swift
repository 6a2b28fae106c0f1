import Foundation

/// What the tests have to know of a sanitizer that they were built with, see Scripts/sanitize.
public enum Sanitizer {
    /// Whether this is a run of Scripts/sanitize.
    public static let isOn = ProcessInfo.processInfo.environment["DOTNEWS_SANITIZER"] != nil

    /// The environment that programs started by a test need: they were built with the same sanitizer, or have the same
    /// fault planted (Scripts/mutants).
    public static let variables = ProcessInfo.processInfo.environment.filter { name, _ in
        ["ASAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS", "LD_PRELOAD", "DOTNEWS_FAULT"].contains(name)
    }
}
