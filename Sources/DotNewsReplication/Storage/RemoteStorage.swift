public import DotNewsFoundation

/// A storage where devices leave what they have to say to each other: a flat collection of small, immutable objects.
///
/// A conformer:
///
/// - never replaces an object: ``create(_:named:)`` fails with ``RemoteStorageError/Code/exists`` when there is one of the
///   name with other content. One with the very same content counts as created, since that is how an attempt looks whose
///   answer was lost;
/// - makes an object visible whole or not at all: what a broken connection or a full disk leaves behind is not listed,
///   or is shorter than its content says, which the reader of the content notices;
/// - lists in one request while there are no more than 1,000 objects, in no order;
/// - sends no request twice that may have been carried out, other than ones that do the same twice;
/// - when the calling task is cancelled, stops and fails with ``RemoteStorageError/Code/cancelled``.
public protocol RemoteStorage: Sendable {
    /// The objects that are there. Those whose names are no ``ReplicaObjectName`` are left out.
    func list() async throws(RemoteStorageError) -> [ReplicaObject]

    /// The content of an object, at most `maximumSize` bytes.
    ///
    /// Throws ``RemoteStorageError/Code/missing`` when it is gone, ``RemoteStorageError/Code/tooLarge`` beyond the size.
    func read(_ name: ReplicaObjectName, maximumSize: Int) async throws(RemoteStorageError) -> Data

    /// Adds an object; its content is durable when this returns.
    func create(_ content: Data, named name: ReplicaObjectName) async throws(RemoteStorageError)

    /// Removes an object. That it is gone already is no error.
    func remove(_ name: ReplicaObjectName) async throws(RemoteStorageError)
}

/// An object in a ``RemoteStorage``, as a listing tells of it.
public struct ReplicaObject: Hashable, Sendable {
    /// What it is called.
    public var name: ReplicaObjectName
    /// How large it is, in bytes; `nil` when the storage does not say.
    public var size: Int?

    /// Creates an object.
    public init(name: ReplicaObjectName, size: Int? = nil) {
        self.name = name
        self.size = size
    }
}

/// The name of an object: 1 to 100 lowercase ASCII letters, digits, hyphens and periods, beginning with a letter or
/// digit, so that it is the same on every server and file system and leads nowhere else.
public struct ReplicaObjectName: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The name.
    public let rawValue: String

    /// Takes a name that is acceptable; `nil` for any other.
    public init?(_ rawValue: String) {
        let bytes = rawValue.utf8
        guard (1...100).contains(bytes.count), let first = bytes.first, Self.isAlphanumeric(first),
            bytes.allSatisfy({ Self.isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") })
        else { return nil }
        self.rawValue = rawValue
    }

    /// Takes a name that is known to be acceptable.
    init(unchecked rawValue: String) { self.rawValue = rawValue }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// In the order of the bytes.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// The name.
    public var description: String { rawValue }
}
