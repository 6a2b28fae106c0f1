import DotNewsDatabase
import DotNewsFoundation

/// What a repair puts beside a store, by name:
///
/// | name | content |
/// |---|---|
/// | `….rescue` | the new store, while the reader's own is being taken over |
/// | `….rescued-TIME` | the new store, complete and flushed to the medium |
/// | `….damaged-TIME` | the damaged file, with its log |
/// | `…-with-header-…` | a copy of the damaged file that SQLite opens, while it is read |
///
/// Only who holds the repair lock changes any of them.
struct RepairFiles {
    let file: StoreFile

    static let copyMark = "-with-header"
    private static let companions = ["", "-wal", "-shm"]

    var draft: String { file.path + ".rescue" }
    func complete(_ time: String) -> String { file.path + ".rescued-" + time }
    func damaged(_ time: String) -> String { file.path + ".damaged-" + time }

    /// The names in the store's folder that begin with the store's own and go on with `part`, without that beginning.
    private func names(_ part: String) -> [String] {
        let start = file.url.lastPathComponent + part
        let names = (try? FileManager.default.contentsOfDirectory(atPath: file.folder)) ?? []
        return names.filter { $0.hasPrefix(start) }.map { String($0.dropFirst(start.count)) }.sorted()
    }

    private static func isCompanion(_ name: String) -> Bool {
        companions.dropFirst().contains { name.hasSuffix($0) } || name.contains(copyMark)
    }

    /// The time of a new store that is complete and has not taken its place.
    var completeTime: String? { names(".rescued-").first { !Self.isCompanion($0) } }

    /// The damaged files that lie beside the store, the oldest first.
    var damagedFiles: [String] { names(".damaged-").filter { !Self.isCompanion($0) }.map(damaged) }

    /// Whether a repair has left something that has to be finished or removed.
    var isUnfinished: Bool { completeTime != nil || StoreFile.exists(draft) || !copies.isEmpty }

    private var copies: [String] { names("").filter { $0.contains(Self.copyMark) } }

    /// Removes what a repair that did not come to its end has left, except a new store that is complete.
    func removeLeftovers() {
        for suffix in Self.companions { unlink(draft + suffix) }
        for copy in copies { unlink(file.path + copy) }
    }

    /// A time that no damaged file beside the store has.
    func freeTime(now: Date) -> String {
        let time = now.formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
        var (free, number) = (time, 1)
        while StoreFile.exists(damaged(free)) || StoreFile.exists(damaged(free) + "-wal") {
            number += 1
            free = "\(time)-\(number)"
        }
        return free
    }
}

extension RepairFiles {
    private static let activity = "recovering the store"

    /// Gives the draft, which is complete, a name that says so, with the permissions of the store.
    func completeDraft(_ time: String) throws(StoreError) {
        guard FileFacts.size(of: draft + "-wal") ?? 0 == 0 else {
            throw StoreError(.inputOutput, while: Self.activity, file: draft, reason: "its log could not be emptied")
        }
        for suffix in Self.companions.dropFirst() { unlink(draft + suffix) }
        try doing(draft) { () throws(SystemError) in
            try Self.check(chmod(draft, file.permissions))
            try AtomicFile.flush(draft)
            try Self.check(rename(draft, complete(time)))
            try AtomicFile.flushFolder(of: draft)
        }
    }

    /// Puts the new store in the place of the damaged one, which keeps its log under another name. Can be done again from the
    /// beginning wherever it was interrupted; there is a file under the store's name at any time.
    func putInPlace(_ time: String) throws(StoreError) {
        let aside = damaged(time)
        try doing(file.path) { () throws(SystemError) in
            // Both have their new names before either loses its old one.
            if StoreFile.exists(file.path), !StoreFile.exists(aside) { try keep(file.path, as: aside) }
            if FileFacts.size(of: file.log) ?? 0 > 0, !StoreFile.exists(aside + "-wal") {
                try keep(file.log, as: aside + "-wal")
            }
            try AtomicFile.flushFolder(of: aside)
            // The log first: a new file must not find the log of another one beside it.
            unlink(file.log)
            unlink(file.logIndex)
            try Self.check(rename(complete(time), file.path))
            try AtomicFile.flushFolder(of: file.path)
        }
    }

    /// Gives a file a second name, or its copy on file systems that have no second names.
    private func keep(_ path: String, as other: String) throws(SystemError) {
        if link(path, other) == 0 { return }
        guard [EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS, EMLINK].contains(errno) else { throw SystemError(errno) }
        let copy = other + Self.copyMark
        unlink(copy)
        try Self.copy(path, to: copy, permissions: file.permissions)
        try Self.check(rename(copy, other))
    }

    /// Copies a file that may be open as a database, from its first byte readable by nobody but its owner.
    ///
    /// - Parameter header: The bytes to begin with instead of the file's own.
    static func copy(
        _ path: String, to copy: String, permissions: mode_t, header: [UInt8] = []
    ) throws(SystemError) {
        let pieceSize = 1 << 20
        var position: Int64 = 0
        do {
            let source = try Connection(path: path, access: .readOnly, busyTimeout: .zero, activity: activity)
            try AtomicFile.create(copy, permissions: permissions) { () throws(SystemError) in
                var piece: [UInt8]
                do { piece = try source.fileBytes(at: position, count: pieceSize) } catch { throw SystemError(EIO) }
                if position == 0 { piece.replaceSubrange(0..<min(header.count, piece.count), with: header) }
                position += Int64(piece.count)
                return piece.isEmpty ? nil : Data(piece)
            }
        } catch {
            throw error as? SystemError ?? SystemError(EIO)
        }
    }

    private static func check(_ result: Int32) throws(SystemError) {
        guard result == 0 else { throw SystemError(errno) }
    }

    private func doing(_ path: String, _ body: () throws(SystemError) -> Void) throws(StoreError) {
        do throws(SystemError) { try body() } catch { throw StoreError(error, while: Self.activity, file: path) }
    }
}

extension StoreFile {
    /// The permissions of the file; its owner's alone when they cannot be asked.
    var permissions: mode_t {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0o600
    }
}

extension StoreError {
    /// An error of a system call.
    init(_ error: SystemError, while activity: String, file: String) {
        let code: Code =
            switch error.code {
            case ENOSPC, EDQUOT: .diskFull
            case EROFS, EACCES, EPERM: .readOnly
            default: .inputOutput
            }
        self.init(code, while: activity, file: file, reason: error.reason)
    }
}
