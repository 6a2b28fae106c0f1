import Dispatch
import DotNewsFoundation
import DotNewsModels

/// The files of the image cache. Its functions block, and are called on a queue of the store or of its own.
final class ImageFiles: Sendable {
    private let folder: String
    private let queue = DispatchQueue(label: "dotnews.images")

    private static let temporaryPrefix = ".partial-"
    /// How old a file must be to be taken for one that was left behind, in seconds.
    private static let orphanAge = 3_600.0

    init(folder: String) { self.folder = folder }

    /// Makes the folder and removes what was left half-written.
    func prepare(now: Date) throws(StoreError) {
        do {
            if !FileManager.default.fileExists(atPath: folder) {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            }
            BackupExclusion.mark(cacheFolder: URL(filePath: folder))
            for name in try FileManager.default.contentsOfDirectory(atPath: folder)
            where name.hasPrefix(Self.temporaryPrefix) {
                let attributes = try? FileManager.default.attributesOfItem(atPath: path(name))
                let date = attributes?[.modificationDate] as? Date ?? .distantPast
                // A younger one may be another process's, still being written.
                if now.timeIntervalSince(date) > Self.orphanAge { unlink(path(name)) }
            }
        } catch {
            throw StoreError(
                .cannotOpen, while: "opening the image cache", file: folder, reason: FileFailure.reason(error))
        }
    }

    /// Writes a file under a name of its own, down to the disk; returns its name.
    func writeTemporary(_ data: Data) async throws(StoreError) -> String {
        let result = await withCheckedContinuation { continuation in
            queue.async { [self] in
                continuation.resume(returning: Result { () throws(StoreError) in try writeTemporaryNow(data) })
            }
        }
        return try result.get()
    }

    private func writeTemporaryNow(_ data: Data) throws(StoreError) -> String {
        let name = Self.temporaryPrefix + UUID().uuidString
        do throws(SystemError) {
            try AtomicFile.create(path(name), content: data)
        } catch {
            throw failure(error.code)
        }
        return name
    }

    /// Gives a complete file the name of its content. To be called inside a write transaction of the store.
    func place(_ temporary: String, content: Data, type: ImageType) throws(StoreError) -> ImageName {
        var variant = 0
        while true {
            let name = ImageName(content: content, type: type, variant: variant)
            let isTaken = exists(name)
            if isTaken, let present = FileManager.default.contents(atPath: path(name.text)), present != content,
                variant < 99
            {
                variant += 1
                continue
            }
            guard rename(path(temporary), path(name.text)) == 0 else { throw failure(errno) }
            return name
        }
    }

    /// Whether an image has its file.
    func exists(_ name: ImageName) -> Bool { access(path(name.text), R_OK) == 0 }

    /// The bytes of an image's file; `nil` when there is none.
    func size(of name: ImageName) -> Int64? { FileFacts.size(of: path(name.text)) }

    /// All files with a name that the cache makes.
    func names() -> [ImageName] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).compactMap(ImageName.init(stored:))
    }

    /// Removes an image's file, if it is there. To be called inside a write transaction of the store.
    func remove(_ name: ImageName) { unlink(path(name.text)) }

    /// Removes a file that has not found its place.
    func remove(temporary name: String) { unlink(path(name)) }

    private func path(_ name: String) -> String { folder + "/" + name }

    private func failure(_ cause: Int32) -> StoreError {
        let code: StoreError.Code =
            cause == ENOSPC || cause == EDQUOT ? .diskFull : cause == EROFS ? .readOnly : .inputOutput
        return StoreError(code, while: "writing an image", file: folder, reason: String(cString: strerror(cause)))
    }
}
