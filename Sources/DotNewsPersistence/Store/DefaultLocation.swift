public import DotNewsFoundation
public import DotNewsModels

extension ArticleStore {
    /// Returns the usual file of an edition's store: `Application Support/ID/EDITION.sqlite` on Apple systems, where `ID`
    /// identifies the app's bundle; `$XDG_DATA_HOME/dotnews/EDITION.sqlite` on Linux, `~/.local/share` by default. Nothing is
    /// created yet; ``init(at:options:)`` creates the folders.
    ///
    /// - Parameters:
    ///   - edition: The edition.
    ///   - container: A folder that the app shares with its extensions, such as the one that
    ///     `FileManager.containerURL(forSecurityApplicationGroupIdentifier:)` returns; `nil` for the app's own. The store is
    ///     at `Library/Application Support/dotnews/EDITION.sqlite` below it.
    ///   - environment: The variables that name folders on Linux; those of the process by default.
    public static func defaultLocation(
        for edition: Edition, in container: URL? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> URL {
        StandardFolder.data.url(in: container, environment: environment)
            .appending(component: edition.fileName + ".sqlite")
    }
}

extension ArticleImageCache {
    /// Returns the usual folder of an edition's images: `Caches/ID/EDITION.images` on Apple systems, where `ID` identifies
    /// the app's bundle; `$XDG_CACHE_HOME/dotnews/EDITION.images` on Linux, `~/.cache` by default.
    ///
    /// - Parameters:
    ///   - edition: The edition.
    ///   - container: A folder that the app shares with its extensions; `nil` for the app's own. The images are in
    ///     `Library/Caches/dotnews/EDITION.images` below it.
    ///   - environment: The variables that name folders on Linux; those of the process by default.
    public static func defaultLocation(
        for edition: Edition, in container: URL? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> URL {
        StandardFolder.cache.url(in: container, environment: environment)
            .appending(component: edition.fileName + ".images")
    }
}

extension Edition {
    /// The edition's id as part of a file's name.
    fileprivate var fileName: String { String(id.map { $0 == "/" || $0 == "\0" ? "-" : $0 }) }
}
