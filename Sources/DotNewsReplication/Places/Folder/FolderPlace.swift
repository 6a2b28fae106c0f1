public import DotNewsFoundation

/// A folder as a place: one that Syncthing or the like carries to other devices, or a mounted drive.
///
/// - The folder must exist: a drive that is not mounted must not be mistaken for an empty place.
/// - An object is written under another name, down to the disk, and then given its own without replacing anything; the
///   folder is written down to the disk too. Whoever else looks sees it whole or not at all.
/// - Objects can be read and written by their owner alone (mode 0600).
/// - Only plain files directly in the folder are objects. Others, among them partial files, are left alone and not
///   listed; symbolic links are not followed. The folder's own path may lead over them.
/// - Partial files of its own kind that are more than a day old were left behind, and go when the folder is listed.
public struct FolderPlace: ReplicaPlace {
    /// The folder's path.
    public let path: String
    private let files: FolderFiles

    /// Describes a place; the folder is looked at when something is asked of it.
    public init(path: String) {
        self.init(path: path, naming: FolderNaming.allCases)
    }

    /// With the ways of giving a file its name, in the order in which they are tried, for tests.
    package init(path: String, naming: [FolderNaming]) {
        self.path = path
        files = FolderFiles(path: path, naming: naming)
    }

    /// The plain files in the folder that have the name of an object, with their sizes.
    public func list() async throws(ReplicaPlaceError) -> [ReplicaObject] {
        let files = files
        return try await BlockingWork.run { isCancelled throws(ReplicaPlaceError) in
            try files.list(now: Date(), isCancelled: isCancelled)
        }
    }

    /// Reads a file.
    public func read(_ name: ReplicaObjectName, maximumSize: Int) async throws(ReplicaPlaceError) -> Data {
        let files = files
        return try await BlockingWork.run { isCancelled throws(ReplicaPlaceError) in
            try files.load(name, maximumSize: maximumSize, isCancelled: isCancelled)
        }
    }

    /// Adds a file; it is on the disk when this returns.
    public func create(_ content: Data, named name: ReplicaObjectName) async throws(ReplicaPlaceError) {
        let files = files
        try await BlockingWork.run { isCancelled throws(ReplicaPlaceError) in
            try files.create(content, named: name, isCancelled: isCancelled)
        }
    }

    /// Removes a file.
    public func remove(_ name: ReplicaObjectName) async throws(ReplicaPlaceError) {
        let files = files
        try await BlockingWork.run { _ throws(ReplicaPlaceError) in try files.remove(name) }
    }
}
