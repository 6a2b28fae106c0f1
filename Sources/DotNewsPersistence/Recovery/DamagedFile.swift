import DotNewsFoundation
import DotNewsModels

/// The file of a damaged store, and those that lie beside it.
enum DamagedFile {
    private static let activity = "recovering the store"

    /// Moves a store's file and its log to a name that says what it is and since when.
    ///
    /// Both get their new names before they lose the old ones, and the log loses its own first: a new file must not find
    /// the log of another one beside it, and a crash must not leave one without the other.
    static func moveAside(_ file: URL, now: Date) throws(StoreError) -> URL {
        let name = file.path + ".damaged-" + now.formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
        var target = name
        var number = 1
        while FileManager.default.fileExists(atPath: target), number < 1_000 {
            number += 1
            target = "\(name)-\(number)"
        }
        let hasLog = FileManager.default.fileExists(atPath: file.path + "-wal")
        let suffixes = hasLog ? ["-wal", ""] : [""]
        let hasSecondNames = suffixes.reversed().allSatisfy { link(file.path + $0, target + $0) == 0 }
        // Some file systems have none.
        if !hasSecondNames { unlink(target) }
        for suffix in suffixes {
            let code = hasSecondNames ? unlink(file.path + suffix) : rename(file.path + suffix, target + suffix)
            guard code == 0 else {
                throw StoreError(
                    .cannotOpen, while: activity, file: file.path,
                    reason: "it cannot be moved aside: \(String(cString: strerror(errno)))")
            }
        }
        // What connections shared about the log is of no use without them.
        unlink(file.path + "-shm")
        return URL(filePath: target)
    }

    /// The size of the header that every SQLite file begins with, in bytes
    /// (https://www.sqlite.org/fileformat2.html#the_database_header, 2026-11-24).
    private static let headerSize = 100

    /// The path of a file that SQLite will open: the damaged one, or a copy of it with the header of a sound store when its
    /// own is not one.
    static func readable(_ path: String, likeTheStoreAt sound: String) throws(StoreError) -> String {
        guard var content = try? Data(contentsOf: URL(filePath: path), options: .mappedIfSafe),
            content.count > headerSize,
            let header = try? Data(contentsOf: URL(filePath: sound), options: .mappedIfSafe).prefix(headerSize),
            header.count == headerSize, !isHeader(content.prefix(headerSize), like: header)
        else { return path }
        content.replaceSubrange(content.startIndex..<content.startIndex + headerSize, with: header)
        // How many pages the file has; and that no page is free.
        let pages = UInt32(clamping: content.count / StoreOpening.pageSize).bigEndian
        withUnsafeBytes(of: pages) {
            content.replaceSubrange(content.startIndex + 28..<content.startIndex + 32, with: $0)
        }
        for offset in 32..<40 { content[content.startIndex + offset] = 0 }
        let copy = path + "-with-header"
        do {
            try content.write(to: URL(filePath: copy))
            if FileManager.default.fileExists(atPath: path + "-wal") {
                try FileManager.default.copyItem(atPath: path + "-wal", toPath: copy + "-wal")
            }
        } catch {
            throw StoreError(
                .cannotOpen, while: activity, file: path,
                reason: "no copy with a new header can be made: \(FileFailure.reason(error))")
        }
        return copy
    }

    /// Whether the bytes that are the same in every store are what they should be: magic, size of pages, format of log and
    /// records, fractions, text encoding, mark.
    private static func isHeader(_ header: Data, like sound: Data) -> Bool {
        let (header, sound) = (Array(header), Array(sound))
        return [0..<24, 44..<48, 56..<60, 68..<72].allSatisfy { header[$0].elementsEqual(sound[$0]) }
    }

    /// Removes a copy that ``readable(_:likeTheStoreAt:)`` made.
    static func remove(_ copy: String) {
        for suffix in ["", "-wal", "-shm"] { unlink(copy + suffix) }
    }
}
