import DotNewsFoundation
import DotNewsModels

/// A file as it was at one moment.
struct FileContent {
    /// What reading a file leads to.
    enum Outcome {
        case content(FileContent)
        case missing
        case forbidden
        case failed(HTTPError.Code, String)
    }

    let bytes: Data
    let modified: Date
    /// A strong validator made from the content itself: it changes when the content does, even when size and time do
    /// not, and stays when a copy of the folder has other times.
    let entityTag: String

    private static let pieceSize = 256 << 10

    /// Reads a regular file to its end.
    static func load(_ path: String, limit: HTTPLimits, isCancelled: () -> Bool) -> Outcome {
        // The path has no symbolic links left; one that appears now was put there in between. A pipe must not block.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            switch errno {
            case ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG, ENXIO: return .missing
            case EACCES, EPERM: return .forbidden
            default: return .failed(.failed, "the file could not be opened: \(String(cString: strerror(errno)))")
            }
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return .missing }
        let maximum = min(limit.maximumTransferSize, limit.maximumBodySize)
        let size = Int(status.st_size)
        guard size <= maximum else { return .failed(.tooLarge, "the file is larger than \(maximum) bytes") }

        var bytes = Data(count: size)
        var count = 0
        while count < size {
            if isCancelled() { return .failed(.cancelled, "the request was cancelled") }
            let received = bytes.withUnsafeMutableBytes { buffer in
                read(descriptor, buffer.baseAddress.map { $0 + count }, min(pieceSize, size - count))
            }
            if received < 0 {
                if errno == EINTR { continue }
                return .failed(.failed, "the file could not be read: \(String(cString: strerror(errno)))")
            }
            // The file became shorter in the meantime.
            if received == 0 { return .failed(.connectionLost, "the file changed while it was read") }
            count += received
        }
        return .content(FileContent(bytes: bytes, modified: modificationTime(of: status), entityTag: tag(for: bytes)))
    }

    private static func modificationTime(of status: stat) -> Date {
        #if canImport(Darwin)
            let time = status.st_mtimespec
        #else
            let time = status.st_mtim
        #endif
        return Date(timeIntervalSince1970: Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9)
    }

    /// A hash of the bytes, and their number.
    private static func tag(for bytes: Data) -> String {
        "\"\(String(bytes.count, radix: 16))-\(String(StableHash.value(of: bytes), radix: 16))\""
    }
}
