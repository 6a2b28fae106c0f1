public struct URL: Hashable, Sendable, Codable, CustomStringConvertible {
    public enum DirectoryHint: Sendable { case isDirectory, notDirectory, checkFileSystem, inferFromPath }
    public init?(string: String) {}
    public init(filePath: String, directoryHint: DirectoryHint = .inferFromPath, relativeTo base: URL? = nil) {}
    public init(fileURLWithPath: String, isDirectory: Bool) {}
    public init(fileURLWithPath: String) {}
    public var path: String { "" }
    public func path(percentEncoded: Bool = true) -> String { "" }
    public var absoluteString: String { "" }
    public var description: String { "" }
    public var isFileURL: Bool { false }
    public var hasDirectoryPath: Bool { false }
    public var host: String? { nil }
    public var scheme: String? { nil }
    public var port: Int? { nil }
    public var query: String? { nil }
    public var fragment: String? { nil }
    public var lastPathComponent: String { "" }
    public var pathComponents: [String] { [] }
    public var pathExtension: String { "" }
    public var absoluteURL: URL { self }
    public var standardized: URL { self }
    public var standardizedFileURL: URL { self }
    public func resolvingSymlinksInPath() -> URL { self }
    public func appendingPathComponent(_ component: String) -> URL { self }
    public func appendingPathComponent(_ component: String, isDirectory: Bool) -> URL { self }
    public func appendingPathExtension(_ ext: String) -> URL { self }
    public func appending<S: StringProtocol>(path: S, directoryHint: DirectoryHint = .inferFromPath) -> URL { self }
    public func appending<S: StringProtocol>(component: S, directoryHint: DirectoryHint = .inferFromPath) -> URL {
        self
    }
    public mutating func append<S: StringProtocol>(path: S, directoryHint: DirectoryHint = .inferFromPath) {}
    public func deletingLastPathComponent() -> URL { self }
    public func deletingPathExtension() -> URL { self }
    public func withUnsafeFileSystemRepresentation<R>(_ block: (UnsafePointer<Int8>?) throws -> R) rethrows -> R {
        try block(nil)
    }
    public func checkResourceIsReachable() throws -> Bool { false }

    public static var homeDirectory: URL { fatalError() }
    public static var temporaryDirectory: URL { fatalError() }
    public static var applicationSupportDirectory: URL { fatalError() }
    public static var cachesDirectory: URL { fatalError() }
    public static var documentsDirectory: URL { fatalError() }
    public static var libraryDirectory: URL { fatalError() }
    public static func currentDirectory() -> URL { fatalError() }

    public func resourceValues(forKeys keys: Set<URLResourceKey>) throws -> URLResourceValues { URLResourceValues() }
    public mutating func setResourceValues(_ values: URLResourceValues) throws {}
    public mutating func removeAllCachedResourceValues() {}

    @discardableResult public func startAccessingSecurityScopedResource() -> Bool { false }
    public func stopAccessingSecurityScopedResource() {}
    public struct BookmarkCreationOptions: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let minimalBookmark = BookmarkCreationOptions(rawValue: 512)
        @available(iOS, unavailable)
        public static let withSecurityScope = BookmarkCreationOptions(rawValue: 2048)
    }
    public struct BookmarkResolutionOptions: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let withoutUI = BookmarkResolutionOptions(rawValue: 256)
        @available(iOS, unavailable)
        public static let withSecurityScope = BookmarkResolutionOptions(rawValue: 1024)
    }
    public func bookmarkData(
        options: BookmarkCreationOptions = [], includingResourceValuesForKeys keys: Set<URLResourceKey>? = nil,
        relativeTo url: URL? = nil
    ) throws -> Data { Data() }
    public init(
        resolvingBookmarkData data: Data, options: BookmarkResolutionOptions = [], relativeTo url: URL? = nil,
        bookmarkDataIsStale: inout Bool
    ) throws {}
}

public struct URLComponents: Hashable, Sendable {
    public init() {}
    public init?(string: String) {}
    public init?(url: URL, resolvingAgainstBaseURL: Bool) {}
    public var encodedHost: String? {
        get { nil }
        set {}
    }
    public var host: String?
    public var scheme: String?
    public var port: Int?
    public var path: String {
        get { "" }
        set {}
    }
    public var percentEncodedPath: String {
        get { "" }
        set {}
    }
    public var percentEncodedQuery: String?
    public var string: String? { nil }
    public var url: URL? { nil }
}

public struct URLResourceKey: RawRepresentable, Hashable, Sendable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let isExcludedFromBackupKey = URLResourceKey(rawValue: "a")
    public static let isRegularFileKey = URLResourceKey(rawValue: "b")
    public static let isDirectoryKey = URLResourceKey(rawValue: "c")
    public static let isSymbolicLinkKey = URLResourceKey(rawValue: "d")
    public static let fileSizeKey = URLResourceKey(rawValue: "e")
    public static let contentModificationDateKey = URLResourceKey(rawValue: "f")
    public static let creationDateKey = URLResourceKey(rawValue: "g")
    public static let isUbiquitousItemKey = URLResourceKey(rawValue: "h")
    public static let ubiquitousItemDownloadingStatusKey = URLResourceKey(rawValue: "i")
    public static let nameKey = URLResourceKey(rawValue: "j")
}
public struct URLUbiquitousItemDownloadingStatus: RawRepresentable, Hashable, Sendable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let current = URLUbiquitousItemDownloadingStatus(rawValue: "a")
    public static let downloaded = URLUbiquitousItemDownloadingStatus(rawValue: "b")
    public static let notDownloaded = URLUbiquitousItemDownloadingStatus(rawValue: "c")
}
public struct URLResourceValues: Sendable {
    public init() {}
    public var isExcludedFromBackup: Bool?
    public var isRegularFile: Bool? { nil }
    public var isDirectory: Bool? { nil }
    public var isSymbolicLink: Bool? { nil }
    public var fileSize: Int? { nil }
    public var name: String?
    public var contentModificationDate: Date?
    public var creationDate: Date?
    public var isUbiquitousItem: Bool? { nil }
    public var ubiquitousItemDownloadingStatus: URLUbiquitousItemDownloadingStatus? { nil }
}

public struct FileAttributeKey: RawRepresentable, Hashable, Sendable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let posixPermissions = FileAttributeKey(rawValue: "a")
    public static let modificationDate = FileAttributeKey(rawValue: "b")
    public static let creationDate = FileAttributeKey(rawValue: "c")
    public static let size = FileAttributeKey(rawValue: "d")
    public static let type = FileAttributeKey(rawValue: "e")
    public static let protectionKey = FileAttributeKey(rawValue: "f")
}
public struct FileAttributeType: RawRepresentable, Hashable, Sendable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let typeDirectory = FileAttributeType(rawValue: "a")
    public static let typeRegular = FileAttributeType(rawValue: "b")
}
public struct FileProtectionType: RawRepresentable, Hashable, Sendable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let none = FileProtectionType(rawValue: "a")
    public static let complete = FileProtectionType(rawValue: "b")
    public static let completeUnlessOpen = FileProtectionType(rawValue: "c")
    public static let completeUntilFirstUserAuthentication = FileProtectionType(rawValue: "d")
}
