public import Foundation

/// A new folder for one test; it goes, with all that is in it, when the last reference to it does.
public final class TemporaryDirectory: Sendable {
    /// The folder, with every symbolic link resolved.
    public let url: URL

    /// Makes an empty folder that nobody else uses.
    public init() throws {
        let base = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
        url = base.appendingPathComponent("dotnews-test-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(
            at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// Writes a file below the folder, making the folders on its way; returns where it is.
    @discardableResult
    public func write(_ content: Data, to path: String) throws -> URL {
        let file = url.appendingPathComponent(path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try content.write(to: file)
        return file
    }

    /// Writes a text file, see ``write(_:to:)-(Data,_)``.
    @discardableResult
    public func write(_ content: String, to path: String) throws -> URL {
        try write(Data(content.utf8), to: path)
    }
}
