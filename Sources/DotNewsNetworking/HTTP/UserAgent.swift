/// How the package names itself to servers.
package enum UserAgent {
    /// The version of the package, as in `CHANGELOG.md`.
    package static let version = "0.1.0"

    /// `DotNews/<version> (<library>)`: who asks and by what means, without a word about the person or the machine.
    package static func naming(_ library: String) -> String {
        "DotNews/\(version) (\(library))"
    }
}
