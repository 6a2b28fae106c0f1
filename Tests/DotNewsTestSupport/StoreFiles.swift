public import Foundation

/// What a store's files are, to see whether anything was written.
public struct StoreFiles: Equatable {
    private var contents: [String: Data] = [:]

    /// Reads the files of the store in `file`.
    public init(_ file: URL) throws {
        for suffix in ["", "-wal"] { contents[suffix] = try? Data(contentsOf: URL(filePath: file.path + suffix)) }
    }
}
