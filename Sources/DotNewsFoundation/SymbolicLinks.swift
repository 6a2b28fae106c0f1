/// The one name of a file that several may lead to.
package enum SymbolicLinks {
    /// The most links that are followed to a file that does not exist; the system's own bound for one that does.
    private static let maximumCount = 40

    /// Returns the absolute path of a file without symbolic links in it. The file, and folders above it, need not exist.
    package static func resolve(_ path: String) -> String {
        var path = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
        for _ in 0..<maximumCount {
            if let whole = realPath(path) { return whole }
            // The file does not exist: its name may still be a link to where it will be.
            guard let target = target(of: path) else { break }
            path = target.hasPrefix("/") ? target : folder(of: path) + "/" + target
        }
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        let folder = folder(of: path)
        guard folder != path, !name.isEmpty else { return path }
        let resolved = resolve(folder)
        return (resolved == "/" ? "" : resolved) + "/" + name
    }

    private static func realPath(_ path: String) -> String? {
        guard let whole = realpath(path, nil) else { return nil }
        defer { free(whole) }
        return String(cString: whole)
    }

    private static func target(of path: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = buffer.withUnsafeMutableBytes {
            readlink(path, $0.bindMemory(to: CChar.self).baseAddress!, $0.count)
        }
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }

    /// The path up to its last part.
    private static func folder(of path: String) -> String {
        let parts = path.split(separator: "/")
        return "/" + parts.dropLast().joined(separator: "/")
    }
}
