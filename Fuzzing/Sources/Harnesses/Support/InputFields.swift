import Foundation

extension Data {
    /// Takes a number off the front, for choosing among options; 0 when nothing is left.
    mutating func takeByte() -> Int { isEmpty ? 0 : Int(removeFirst()) }

    /// The texts between line feeds, `count` of them; the last holds all that follows.
    func fields(_ count: Int) -> [String] {
        let parts = split(separator: 0x0A, maxSplits: count - 1, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        return parts + Array(repeating: "", count: Swift.max(0, count - parts.count))
    }
}
