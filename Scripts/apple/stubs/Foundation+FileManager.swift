// Objective-C's `BOOL *`, which Swift sees as a pointer to this.
public struct ObjCBool: ExpressibleByBooleanLiteral, Sendable {
    public init(_ value: Bool) {}
    public init(booleanLiteral: Bool) {}
    public var boolValue: Bool { false }
}

// The SDK's class says nothing of Sendable.
open class FileManager: NSObject {
    public enum SearchPathDirectory: UInt, Sendable {
        case libraryDirectory = 5
        case documentDirectory = 9
        case cachesDirectory = 13
        case applicationSupportDirectory = 14
        case itemReplacementDirectory = 99
    }
    public struct SearchPathDomainMask: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let userDomainMask = SearchPathDomainMask(rawValue: 1)
    }
    public struct DirectoryEnumerationOptions: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let skipsSubdirectoryDescendants = DirectoryEnumerationOptions(rawValue: 1)
        public static let skipsPackageDescendants = DirectoryEnumerationOptions(rawValue: 2)
        public static let skipsHiddenFiles = DirectoryEnumerationOptions(rawValue: 4)
    }
    public struct ItemReplacementOptions: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let usingNewMetadataOnly = ItemReplacementOptions(rawValue: 1)
    }

    public override init() {}
    open class var `default`: FileManager { fatalError() }
    open var currentDirectoryPath: String { "" }
    open var temporaryDirectory: URL { fatalError() }
    @available(iOS, unavailable)
    open var homeDirectoryForCurrentUser: URL { fatalError() }

    open func fileExists(atPath path: String) -> Bool { false }
    open func fileExists(atPath path: String, isDirectory: UnsafeMutablePointer<ObjCBool>?) -> Bool { false }
    open func isReadableFile(atPath path: String) -> Bool { false }
    open func isWritableFile(atPath path: String) -> Bool { false }
    open func isExecutableFile(atPath path: String) -> Bool { false }
    open func contents(atPath path: String) -> Data? { nil }
    @discardableResult
    open func createFile(
        atPath path: String, contents: Data?, attributes: [FileAttributeKey: Any]? = nil
    ) -> Bool { false }
    open func createDirectory(
        atPath path: String, withIntermediateDirectories: Bool, attributes: [FileAttributeKey: Any]? = nil
    ) throws {}
    open func createDirectory(
        at url: URL, withIntermediateDirectories: Bool, attributes: [FileAttributeKey: Any]? = nil
    ) throws {}
    open func createSymbolicLink(at url: URL, withDestinationURL: URL) throws {}
    open func createSymbolicLink(atPath path: String, withDestinationPath: String) throws {}
    open func destinationOfSymbolicLink(atPath path: String) throws -> String { "" }
    open func contentsOfDirectory(atPath path: String) throws -> [String] { [] }
    open func contentsOfDirectory(
        at url: URL, includingPropertiesForKeys keys: [URLResourceKey]?, options: DirectoryEnumerationOptions = []
    ) throws -> [URL] { [] }
    open func subpathsOfDirectory(atPath path: String) throws -> [String] { [] }
    open func enumerator(
        at url: URL, includingPropertiesForKeys keys: [URLResourceKey]?, options: DirectoryEnumerationOptions = [],
        errorHandler: ((URL, any Error) -> Bool)? = nil
    ) -> DirectoryEnumerator? { nil }
    open func enumerator(atPath path: String) -> DirectoryEnumerator? { nil }
    open func attributesOfItem(atPath path: String) throws -> [FileAttributeKey: Any] { [:] }
    open func setAttributes(_ attributes: [FileAttributeKey: Any], ofItemAtPath path: String) throws {}
    open func copyItem(atPath path: String, toPath: String) throws {}
    open func copyItem(at url: URL, to destination: URL) throws {}
    open func moveItem(atPath path: String, toPath: String) throws {}
    open func moveItem(at url: URL, to destination: URL) throws {}
    open func linkItem(at url: URL, to destination: URL) throws {}
    open func removeItem(atPath path: String) throws {}
    open func removeItem(at url: URL) throws {}
    public func replaceItemAt(
        _ url: URL, withItemAt new: URL, backupItemName: String? = nil, options: ItemReplacementOptions = []
    ) throws -> URL? { nil }
    open func urls(for directory: SearchPathDirectory, in domain: SearchPathDomainMask) -> [URL] { [] }
    open func url(
        for directory: SearchPathDirectory, in domain: SearchPathDomainMask, appropriateFor url: URL?, create: Bool
    ) throws -> URL { fatalError() }

    open func isUbiquitousItem(at url: URL) -> Bool { false }
    open func startDownloadingUbiquitousItem(at url: URL) throws {}
    open func evictUbiquitousItem(at url: URL) throws {}
    open func url(forUbiquityContainerIdentifier: String?) -> URL? { nil }
    open func containerURL(forSecurityApplicationGroupIdentifier: String) -> URL? { nil }

    open class DirectoryEnumerator: NSObject, Sequence, IteratorProtocol {
        open func next() -> Any? { nil }
        open func skipDescendants() {}
    }
}

public protocol NSFilePresenter: AnyObject {
    var presentedItemURL: URL? { get }
    var presentedItemOperationQueue: OperationQueue { get }
    func presentedItemDidChange()
    func presentedSubitemDidChange(at url: URL)
    func relinquishPresentedItem(toReader reader: @escaping @Sendable ((@Sendable () -> Void)?) -> Void)
    func relinquishPresentedItem(toWriter writer: @escaping @Sendable ((@Sendable () -> Void)?) -> Void)
}
// Optional in the SDK's protocol.
extension NSFilePresenter {
    public func presentedItemDidChange() {}
    public func presentedSubitemDidChange(at url: URL) {}
    public func relinquishPresentedItem(toReader reader: @escaping @Sendable ((@Sendable () -> Void)?) -> Void) {}
    public func relinquishPresentedItem(toWriter writer: @escaping @Sendable ((@Sendable () -> Void)?) -> Void) {}
}

open class NSFileAccessIntent: NSObject, @unchecked Sendable {
    open class func readingIntent(
        with url: URL, options: NSFileCoordinator.ReadingOptions = []
    ) -> NSFileAccessIntent { fatalError() }
    open class func writingIntent(
        with url: URL, options: NSFileCoordinator.WritingOptions = []
    ) -> NSFileAccessIntent { fatalError() }
    open var url: URL { fatalError() }
}

open class NSFileCoordinator: NSObject {
    public struct ReadingOptions: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let withoutChanges = ReadingOptions(rawValue: 1)
        public static let resolvesSymbolicLink = ReadingOptions(rawValue: 2)
        public static let immediatelyAvailableMetadataOnly = ReadingOptions(rawValue: 4)
        public static let forUploading = ReadingOptions(rawValue: 8)
    }
    public struct WritingOptions: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let forDeleting = WritingOptions(rawValue: 1)
        public static let forMoving = WritingOptions(rawValue: 2)
        public static let forMerging = WritingOptions(rawValue: 4)
        public static let forReplacing = WritingOptions(rawValue: 8)
        public static let contentIndependentMetadataOnly = WritingOptions(rawValue: 16)
    }
    public init(filePresenter: (any NSFilePresenter)? = nil) {}
    open class func addFilePresenter(_ presenter: any NSFilePresenter) {}
    open class func removeFilePresenter(_ presenter: any NSFilePresenter) {}
    open class var filePresenters: [any NSFilePresenter] { [] }
    open var purposeIdentifier: String {
        get { "" }
        set {}
    }
    open func coordinate(
        with intents: [NSFileAccessIntent], queue: OperationQueue,
        byAccessor accessor: @escaping @Sendable ((any Error)?) -> Void
    ) {}
    open func coordinate(
        readingItemAt url: URL, options: ReadingOptions = [], error: NSErrorPointer, byAccessor reader: (URL) -> Void
    ) {}
    open func coordinate(
        writingItemAt url: URL, options: WritingOptions = [], error: NSErrorPointer, byAccessor writer: (URL) -> Void
    ) {}
    open func coordinate(
        readingItemAt reading: URL, options: ReadingOptions = [], writingItemAt writing: URL,
        options writingOptions: WritingOptions = [], error: NSErrorPointer, byAccessor body: (URL, URL) -> Void
    ) {}
    open func coordinate(
        writingItemAt first: URL, options: WritingOptions = [], writingItemAt second: URL,
        options secondOptions: WritingOptions = [], error: NSErrorPointer, byAccessor writer: (URL, URL) -> Void
    ) {}
    open func item(at url: URL, willMoveTo destination: URL) {}
    open func item(at url: URL, didMoveTo destination: URL) {}
    open func cancel() {}
}
