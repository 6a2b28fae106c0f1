import Foundation

/// What the harnesses are fed with: Fuzzing/Corpora and Fuzzing/Dictionaries.
enum FuzzingFiles {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Fuzzing").standardizedFileURL

    /// The harnesses that have seeds, by name.
    static func names() throws -> [String] {
        try files(in: root.appending(path: "Corpora")).map(\.lastPathComponent)
    }

    /// A harness's seeds, by name.
    static func seeds(of name: String) throws -> [(name: String, content: Data)] {
        try files(in: root.appending(path: "Corpora/\(name)")).map { ($0.lastPathComponent, try Data(contentsOf: $0)) }
    }

    /// The words of a harness's dictionary, one a line, in quotation marks.
    static func words(of name: String) throws -> [Data] {
        let file = root.appending(path: "Dictionaries/\(name).dict")
        guard FileManager.default.fileExists(atPath: file.path) else { return [] }
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            .filter { $0.hasPrefix("\"") && $0.hasSuffix("\"") && $0.utf8.count >= 2 }
            .map { unescaped(Array($0.utf8.dropFirst().dropLast())) }
    }

    /// `\x` and two hexadecimal digits are a byte, and so are `\\` and `\"`.
    private static func unescaped(_ text: [UInt8]) -> Data {
        var data = Data()
        var rest = text[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let next = rest.popFirst() else {
                data.append(byte)
                continue
            }
            if next == UInt8(ascii: "x"), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                data.append(value)
                rest = rest.dropFirst(2)
            } else {
                data.append(next)
            }
        }
        return data
    }

    private static func files(in folder: URL) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { !$0.lastPathComponent.hasPrefix(".") }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }
}
