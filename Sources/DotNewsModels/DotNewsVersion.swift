/// The version of this package.
public enum DotNewsVersion {
    /// The version as in CHANGELOG.md, such as `0.1.0`.
    public static let current = "0.1.0"
}
