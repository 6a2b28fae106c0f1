/// The folders where an app keeps its files, by the rules of the system.
package enum StandardFolder: Sendable {
    /// Files of the reader's own, which are backed up.
    case data
    /// Files that can be fetched again, which the system may remove and backups leave out.
    case cache

    /// The app's folder of this kind. It may not exist yet.
    ///
    /// | system | data | cache |
    /// |---|---|---|
    /// | Apple's | `Application Support/ID` | `Caches/ID` |
    /// | Linux | `$XDG_DATA_HOME/dotnews`, `~/.local/share/dotnews` | `$XDG_CACHE_HOME/dotnews`, `~/.cache/dotnews` |
    /// | in a container | `Library/Application Support/dotnews` | `Library/Caches/dotnews` |
    ///
    /// `ID` is the identifier of the app's bundle, or `dotnews` where there is none.
    ///
    /// - Parameters:
    ///   - container: A folder that several programs share, such as an App Group's.
    ///   - environment: The environment variables, on Linux.
    package func url(in container: URL?, environment: [String: String]) -> URL {
        if let container {
            let library = container.appending(path: "Library")
            return library.appending(path: self == .data ? "Application Support" : "Caches").appending(path: "dotnews")
        }
        #if canImport(Darwin)
            let folder = self == .data ? URL.applicationSupportDirectory : URL.cachesDirectory
            return folder.appending(path: Bundle.main.bundleIdentifier ?? "dotnews")
        #else
            // The XDG Base Directory Specification asks to ignore a relative path.
            let named = environment[self == .data ? "XDG_DATA_HOME" : "XDG_CACHE_HOME"]
            if let named, named.hasPrefix("/") { return URL(filePath: named).appending(path: "dotnews") }
            // A shell's idea of home is HOME, which Foundation does not ask first everywhere.
            let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? URL(filePath: $0) : nil } ?? URL.homeDirectory
            return home.appending(path: self == .data ? ".local/share" : ".cache").appending(path: "dotnews")
        #endif
    }
}

/// Marks that have backups leave out a file or folder.
package enum BackupExclusion {
    private static let tagName = "CACHEDIR.TAG"
    /// The signature of the Cache Directory Tagging Specification (https://bford.info/cachedir/, 2026-11-30).
    private static let tag = """
        Signature: 8a477f597d28d172789f06886806bc55
        # This folder holds copies of what can be fetched again. Backups need not keep it.

        """

    /// Excludes a folder of caches from backups: by a resource value on Apple systems, by a file `CACHEDIR.TAG` in it on
    /// others. A folder that cannot be marked is used as it is.
    package static func mark(cacheFolder folder: URL) {
        #if canImport(Darwin)
            mark(folder)
        #else
            try? AtomicFile.create(folder.appending(path: tagName).path, content: Data(tag.utf8))
        #endif
    }

    /// Excludes a file from backups on Apple systems. Nothing on others, which know no such mark of a single file.
    package static func mark(_ file: URL) {
        #if canImport(Darwin)
            var file = file
            var values = URLResourceValues()
            values.isExcludedFromBackup = true
            try? file.setResourceValues(values)
        #endif
    }
}
