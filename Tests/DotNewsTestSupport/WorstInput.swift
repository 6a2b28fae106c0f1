import Foundation

/// An input that would cost more than its size if something counted, compared or copied the whole for each of its parts.
///
/// The table is `Tests/worst-inputs.json`: a piece that is repeated between a start and an end, and what the input is read
/// as. In a piece, `{n}` stands for its number and `{n:024}` for its number in 24 digits.
///
/// No test measures time. The inputs are so large that a time that grows with the square of the size exceeds the test's
/// time limit, or the parser's own, several times, and one that grows with the size stays far below a second.
public struct WorstInput: Decodable, Sendable, CustomStringConvertible {
    /// What an input is read as.
    public enum Target: String, Decodable, Sendable {
        /// A text: a title, a keyword, an address, a post.
        case text
        /// A text with runs of combining marks.
        case marks
        /// The markup of an article's body.
        case body
        /// An HTML page.
        case page
        /// JSON of the site.
        case json

        /// The size at which a test reads its inputs, in bytes. With `DOTNEWS_SLOW_TESTS=1` the sizes are those that a
        /// site may send; otherwise texts without marks are small, as many functions read each of them.
        fileprivate func testSize(isSlow: Bool) -> Int {
            switch self {
            case .text: isSlow ? 1 << 20 : 16 << 10
            case .body: isSlow ? 2 << 20 : 256 << 10
            case .page: isSlow ? 4 << 20 : 512 << 10
            case .marks, .json: isSlow ? 4 << 20 : 1 << 20
            }
        }
    }

    private let into: Target
    private let name: String
    private let start: String
    private let unit: String
    private let end: String

    /// Returns the inputs of the table that are read as `target`.
    public static func all(_ target: Target) -> [WorstInput] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../worst-inputs.json")
        do {
            return try JSONDecoder().decode([WorstInput].self, from: Data(contentsOf: file)).filter {
                $0.into == target
            }
        } catch {
            preconditionFailure("\(file.path) cannot be read: \(error)")
        }
    }

    /// The name of the input, by which a test's report tells it.
    public var description: String { name }

    private static let isSlow = ProcessInfo.processInfo.environment["DOTNEWS_SLOW_TESTS"] == "1"

    /// Returns the input in the size for a test.
    public func text() -> String { text(size: into.testSize(isSlow: Self.isSlow)) }

    /// Returns the input with about `size` bytes.
    public func text(size: Int) -> String {
        var bytes = Array(start.utf8)
        var number = 0
        let parts = unit.split(separator: "{", omittingEmptySubsequences: false)
        let isNumbered = unit.contains("{n")
        while bytes.count < size {
            if isNumbered {
                bytes += parts[0].utf8
                for part in parts.dropFirst() { append(part, number, to: &bytes) }
            } else {
                bytes += unit.utf8
            }
            number += 1
        }
        return String(decoding: bytes + end.utf8, as: UTF8.self)
    }

    private func append(_ part: Substring, _ number: Int, to bytes: inout [UInt8]) {
        guard part.hasPrefix("n"), let end = part.firstIndex(of: "}") else {
            bytes += "{\(part)".utf8
            return
        }
        let digits = String(number)
        let width = Int(part[..<end].dropFirst(3)) ?? 0
        bytes +=
            (String(repeating: "0", count: max(0, width - digits.count)) + digits + part[part.index(after: end)...])
            .utf8
    }
}
