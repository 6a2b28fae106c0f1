import DotNewsModels

/// How the package names itself to servers.
package enum UserAgent {
    /// `DotNews/<version> (<library>)`: who asks and by what means, without a word about the person or the machine.
    package static func naming(_ library: String) -> String {
        "DotNews/\(DotNewsVersion.current) (\(library))"
    }
}
