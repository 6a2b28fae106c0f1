import DotNewsFoundation

/// An access to a folder or to a file in it, as other programs that work with the folder have to know of it.
enum FolderAccess: Sendable {
    case list
    case read(ReplicaObjectName)
    case create(ReplicaObjectName)
    case remove(ReplicaObjectName)

    /// Runs `body` with the folder.
    ///
    /// On Apple systems it uses the rights to a folder that the reader has picked, for as long as `body` runs, and file
    /// coordination: a file that iCloud Drive has not downloaded yet is downloaded before it is read, and what is written is
    /// uploaded.
    func run<Value>(
        in folder: URL, _ flag: CancellationFlag, _ body: (URL) throws(RemoteStorageError) -> Value
    ) throws(RemoteStorageError) -> Value {
        guard folder.isFileURL else {
            throw RemoteStorageError(.unusable, while: "opening a folder", reason: "its URL is not one of a file")
        }
        #if canImport(Darwin)
            let isScoped = folder.startAccessingSecurityScopedResource()
            defer { if isScoped { folder.stopAccessingSecurityScopedResource() } }
            return try coordinate(folder, flag, body)
        #else
            return try body(folder)
        #endif
    }

    #if canImport(Darwin)
        private func coordinate<Value>(
            _ folder: URL, _ flag: CancellationFlag, _ body: (URL) throws(RemoteStorageError) -> Value
        ) throws(RemoteStorageError) -> Value {
            // The one call from another thread is `cancel()`, which is made for that.
            nonisolated(unsafe) let coordinator = NSFileCoordinator(filePresenter: nil)
            flag.onRaise { coordinator.cancel() }
            var result: Result<Value, RemoteStorageError>?
            var failure: NSError?
            func access(_ folder: URL) { result = Result { () throws(RemoteStorageError) in try body(folder) } }
            switch self {
            case .list:
                coordinator.coordinate(readingItemAt: folder, options: [], error: &failure) { access($0) }
            case .read(let name):
                coordinator.coordinate(
                    readingItemAt: folder.appending(component: name.rawValue), options: [], error: &failure
                ) { access($0.deletingLastPathComponent()) }
            case .create(let name), .remove(let name):
                coordinator.coordinate(
                    writingItemAt: folder.appending(component: name.rawValue), options: writingOptions, error: &failure
                ) { access($0.deletingLastPathComponent()) }
            }
            guard let result else { throw error(failure, folder, flag) }
            return try result.get()
        }

        private var writingOptions: NSFileCoordinator.WritingOptions {
            if case .remove = self { .forDeleting } else { [] }
        }

        private func error(_ failure: NSError?, _ folder: URL, _ flag: CancellationFlag) -> RemoteStorageError {
            let activity = "coordinating access to the folder \(folder.path)"
            if flag.isRaised { return FolderFailure.error(ECANCELED, activity) }
            return RemoteStorageError(
                .unavailable, while: activity, reason: failure?.localizedDescription ?? "the system refused it",
                underlying: failure)
        }
    #endif
}
