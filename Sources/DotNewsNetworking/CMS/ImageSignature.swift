import DotNewsFoundation

/// The kinds of images that are taken from the network, told by their first bytes.
enum ImageSignature: Hashable, Sendable {
    case jpeg, png, gif, webP, avif

    /// Reads the first bytes; `nil` when they are of none of these kinds.
    init?(of data: Data) {
        let start = Array(data.prefix(64))
        func has(_ bytes: [UInt8], at offset: Int = 0) -> Bool {
            start.count >= offset + bytes.count && start[offset...].starts(with: bytes)
        }
        if has([0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if has([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if has(Array("GIF87a".utf8)) || has(Array("GIF89a".utf8)) {
            self = .gif
        } else if has(Array("RIFF".utf8)), has(Array("WEBP".utf8), at: 8) {
            self = .webP
        } else if has(Array("ftyp".utf8), at: 4),
            Self.brands(in: start).contains(where: { $0 == "avif" || $0 == "avis" })
        {
            self = .avif
        } else {
            return nil
        }
    }

    /// The major and compatible brands of an ISO base media file, as far as its first bytes go.
    private static func brands(in start: [UInt8]) -> [String] {
        guard start.count >= 12 else { return [] }
        let size = start[0..<4].reduce(0) { $0 << 8 | Int($1) }
        let end = min(start.count, max(size, 12))
        let offsets = [8] + stride(from: 16, through: end - 4, by: 4)
        return offsets.map { String(decoding: start[$0..<($0 + 4)], as: UTF8.self) }
    }
}
