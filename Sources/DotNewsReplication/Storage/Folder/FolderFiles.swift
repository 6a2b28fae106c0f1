import DotNewsFoundation

/// The files of a ``FolderStorage``. Its functions block.
///
/// Each opens the folder once and names files relative to that, so that a folder that is moved meanwhile does not lead
/// elsewhere.
struct FolderFiles: Sendable {
    let path: String
    let naming: [FolderNaming]

    static let partialPrefix = ".partial-"
    /// How old a partial file must be to be taken for one that was left behind, in seconds.
    private static let abandonedAge = 86_400.0
    private static let pieceSize = 256 << 10

    func list(now: Date, isCancelled: () -> Bool) throws(RemoteStorageError) -> [ReplicaObject] {
        let activity = "listing the folder \(path)"
        try check(isCancelled, activity)
        let folder = try openFolder(activity)
        // Closing the stream closes the descriptor.
        guard let stream = fdopendir(folder) else {
            let cause = errno
            close(folder)
            throw FolderFailure.error(cause, activity)
        }
        defer { closedir(stream) }
        var objects: [ReplicaObject] = []
        while true {
            try check(isCancelled, activity)
            errno = 0
            guard let entry = readdir(stream) else { break }
            guard let name = Self.name(of: entry), let status = plainFile(name, in: folder) else { continue }
            if let object = ReplicaObjectName(name) {
                guard objects.count < RemoteStorageLimits.maximumObjects else {
                    throw RemoteStorageLimits.tooManyObjects(activity)
                }
                objects.append(ReplicaObject(name: object, size: Int(status.st_size)))
            } else if name.hasPrefix(Self.partialPrefix),
                now.timeIntervalSince1970 - Double(Self.modificationTime(of: status)) > Self.abandonedAge
            {
                unlinkat(folder, name, 0)
            }
        }
        guard errno == 0 else { throw FolderFailure.error(errno, activity) }
        return objects
    }

    func load(
        _ name: ReplicaObjectName, maximumSize: Int, isCancelled: () -> Bool
    ) throws(RemoteStorageError) -> Data {
        let activity = "reading \(name) from the folder \(path)"
        try check(isCancelled, activity)
        let folder = try openFolder(activity)
        defer { close(folder) }
        return try load(name, in: folder, maximumSize: maximumSize, activity, isCancelled)
    }

    func create(
        _ content: Data, named name: ReplicaObjectName, isCancelled: () -> Bool
    ) throws(RemoteStorageError) {
        let activity = "writing \(name) to the folder \(path)"
        try check(isCancelled, activity)
        let folder = try openFolder(activity)
        defer { close(folder) }
        let partial = Self.partialPrefix + UUID().uuidString.lowercased()
        let result = save(content, to: partial, as: name.rawValue, in: folder, isCancelled)
        if result == EEXIST {
            guard try isPresent(content, named: name, in: folder, activity, isCancelled) else {
                throw RemoteStorageError(
                    .exists, while: activity, reason: "there is something of this name with other content")
            }
        } else if result != 0 {
            throw FolderFailure.error(result, activity)
        }
        try synchronize(folder, activity)
    }

    func remove(_ name: ReplicaObjectName) throws(RemoteStorageError) {
        let activity = "removing \(name) from the folder \(path)"
        let folder = try openFolder(activity)
        defer { close(folder) }
        guard unlinkat(folder, name.rawValue, 0) == 0 || errno == ENOENT else {
            throw FolderFailure.error(errno, activity)
        }
        try synchronize(folder, activity)
    }
}

// MARK: Steps

extension FolderFiles {
    private func openFolder(_ activity: String) throws(RemoteStorageError) -> Int32 {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw FolderFailure.error(errno, activity, isFolder: true) }
        return folder
    }

    /// Writes a partial file and gives it its name; returns 0 or the error number of what failed.
    private func save(
        _ content: Data, to partial: String, as name: String, in folder: Int32, _ isCancelled: () -> Bool
    ) -> Int32 {
        do throws(SystemError) {
            try AtomicFile.create(partial, in: folder, content: content, isCancelled: isCancelled)
        } catch {
            return error.code
        }
        let result = publish(partial, as: name, in: folder)
        if result != 0 { unlinkat(folder, partial, 0) }
        return result
    }

    private func publish(_ partial: String, as name: String, in folder: Int32) -> Int32 {
        var result = ENOSYS
        for way in naming {
            result = way.apply(partial, name, in: folder)
            guard FolderNaming.isUnsupported(result) else { return result }
        }
        return result
    }

    /// Whether the object that is there has this content already.
    private func isPresent(
        _ content: Data, named name: ReplicaObjectName, in folder: Int32, _ activity: String,
        _ isCancelled: () -> Bool
    ) throws(RemoteStorageError) -> Bool {
        do throws(RemoteStorageError) {
            return try load(name, in: folder, maximumSize: content.count, activity, isCancelled) == content
        } catch {
            if error.code == .tooLarge || error.code == .missing { return false }
            throw error
        }
    }

    private func load(
        _ name: ReplicaObjectName, in folder: Int32, maximumSize: Int, _ activity: String, _ isCancelled: () -> Bool
    ) throws(RemoteStorageError) -> Data {
        // A pipe that stands there must not block.
        let file = openat(folder, name.rawValue, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { throw FolderFailure.error(errno, activity) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw FolderFailure.error(errno, activity) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw FolderFailure.error(ENOENT, activity) }
        guard Int(status.st_size) <= maximumSize else { throw RemoteStorageLimits.tooLarge(maximumSize, activity) }
        var content = Data()
        var piece = [UInt8](repeating: 0, count: min(Self.pieceSize, max(1, Int(status.st_size) + 1)))
        while true {
            try check(isCancelled, activity)
            let count = read(file, &piece, piece.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw FolderFailure.error(errno, activity)
            }
            if count == 0 { return content }
            content += piece[..<count]
            // It has grown while it was read.
            guard content.count <= maximumSize else { throw RemoteStorageLimits.tooLarge(maximumSize, activity) }
        }
    }

    /// Writes the folder's entries down to the disk.
    private func synchronize(_ folder: Int32, _ activity: String) throws(RemoteStorageError) {
        do throws(SystemError) {
            try AtomicFile.flushFolder(folder)
        } catch {
            throw FolderFailure.error(error.code, activity)
        }
    }

    private func check(_ isCancelled: () -> Bool, _ activity: String) throws(RemoteStorageError) {
        guard isCancelled() else { return }
        throw FolderFailure.error(ECANCELED, activity)
    }

    private func plainFile(_ name: String, in folder: Int32) -> stat? {
        var status = stat()
        guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return nil
        }
        return status
    }

    /// The name of an entry; `nil` when it is not UTF-8.
    ///
    /// Read where it stands: an entry takes no more bytes than its name does, so that copying the field, with the length that
    /// it is declared with, could read beyond the end of the buffer.
    private static func name(of entry: UnsafeMutablePointer<dirent>) -> String? {
        guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return nil }
        let length = Int(entry.pointee.d_reclen) - offset
        let name = UnsafeRawBufferPointer(start: UnsafeRawPointer(entry) + offset, count: max(0, length))
        return String(validating: name.prefix { $0 != 0 }, as: UTF8.self)
    }

    private static func modificationTime(of status: stat) -> Int {
        #if canImport(Darwin)
            status.st_mtimespec.tv_sec
        #else
            status.st_mtim.tv_sec
        #endif
    }
}
