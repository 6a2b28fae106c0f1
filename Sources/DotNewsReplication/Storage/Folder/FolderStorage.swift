public import DotNewsFoundation

/// A folder as a storage: one that Syncthing, iCloud Drive or the like carries to other devices, or a mounted drive.
///
/// - The folder must exist: a drive that is not mounted must not be mistaken for an empty storage.
/// - An object is written under another name, flushed to the medium, and then given its own without replacing anything; the
///   folder is flushed too. Whoever else looks sees it whole or not at all.
/// - Objects can be read and written by their owner alone (mode 0600).
/// - Only plain files directly in the folder are objects. Others, among them partial files, are left alone and not
///   listed; symbolic links are not followed. The folder's own path may lead over them.
/// - Partial files of its own kind that are more than a day old were left behind, and go when the folder is listed.
///
/// On Apple systems each operation claims the rights to a folder that the reader has picked
/// (`startAccessingSecurityScopedResource`) and uses file coordination. The app keeps a bookmark of such a folder and resolves
/// it into a URL at each start: the path of a folder in an app's container changes with updates and restored backups, so it
/// must not be remembered as a ``RemoteStorageAddress``.
public struct FolderStorage: RemoteStorage {
    /// The folder.
    public let url: URL
    private let naming: [FolderNaming]

    /// Creates a storage. The folder is not looked at before it is used; a URL that is not of a file is refused then.
    public init(url: URL) { self.init(url: url, naming: FolderNaming.allCases) }

    /// Creates a storage with the ways of giving a file its name, in the order in which they are tried.
    package init(url: URL, naming: [FolderNaming]) {
        self.url = url
        self.naming = naming
    }

    package init(path: String, naming: [FolderNaming] = FolderNaming.allCases) {
        self.init(url: URL(filePath: path, directoryHint: .isDirectory), naming: naming)
    }

    /// The plain files in the folder that have the name of an object, with their sizes.
    public func list() async throws(RemoteStorageError) -> [ReplicaObject] {
        try await run(.list) { (files, isCancelled) throws(RemoteStorageError) in
            try files.list(now: Date(), isCancelled: isCancelled)
        }
    }

    /// Reads a file.
    public func read(_ name: ReplicaObjectName, maximumSize: Int) async throws(RemoteStorageError) -> Data {
        try await run(.read(name)) { (files, isCancelled) throws(RemoteStorageError) in
            try files.load(name, maximumSize: maximumSize, isCancelled: isCancelled)
        }
    }

    /// Adds a file; it is on the medium when this returns.
    public func create(_ content: Data, named name: ReplicaObjectName) async throws(RemoteStorageError) {
        try await run(.create(name)) { (files, isCancelled) throws(RemoteStorageError) in
            try files.create(content, named: name, isCancelled: isCancelled)
        }
    }

    /// Removes a file.
    public func remove(_ name: ReplicaObjectName) async throws(RemoteStorageError) {
        try await run(.remove(name)) { (files, _) throws(RemoteStorageError) in try files.remove(name) }
    }

    private func run<Value: Sendable>(
        _ access: FolderAccess,
        _ body: @escaping @Sendable (FolderFiles, () -> Bool) throws(RemoteStorageError) -> Value
    ) async throws(RemoteStorageError) -> Value {
        let (url, naming) = (url, naming)
        return try await BlockingWork.runInterruptibly { flag throws(RemoteStorageError) in
            try access.run(in: url, flag) { (folder) throws(RemoteStorageError) in
                try body(FolderFiles(path: folder.path, naming: naming)) { flag.isRaised }
            }
        }
    }
}
