internal import CDotNewsZlib
import DotNewsFoundation

/// Writes images as PNG (ISO/IEC 15948), with zlib.
enum PNGWriter {
    /// The image as a PNG file of grey values of one bit.
    ///
    /// - Returns: `nil` without memory.
    static func png(of image: BitImage) -> Data? {
        guard let side = UInt32(exactly: image.side), let content = compressed(image.rows) else { return nil }
        var file = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        // Width, height; 1 bit, grey, then the only compression and filters there are, not interlaced.
        append("IHDR", bigEndian(side) + bigEndian(side) + [1, 0, 0, 0, 0], to: &file)
        append("IDAT", content, to: &file)
        append("IEND", [], to: &file)
        return file
    }

    /// A zlib stream of `bytes`; `nil` without memory.
    private static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
        var count = compressBound(UInt(bytes.count))
        var stream = [UInt8](repeating: 0, count: Int(count))
        guard compress2(&stream, &count, bytes, UInt(bytes.count), Z_BEST_COMPRESSION) == Z_OK else { return nil }
        return Array(stream.prefix(Int(count)))
    }

    /// Appends a chunk: its length, its type, its content, and the checksum of type and content.
    private static func append(_ type: String, _ content: [UInt8], to file: inout Data) {
        let checked = Array(type.utf8) + content
        file += bigEndian(UInt32(content.count)) + checked
        file += bigEndian(UInt32(truncatingIfNeeded: crc32(0, checked, UInt32(checked.count))))
    }

    private static func bigEndian(_ value: UInt32) -> [UInt8] {
        stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}

/// A square image of black and white pixels, made from the top, as PNG wants it: a bit a pixel, 0 for black, each row in
/// whole bytes behind a byte that names its filter.
struct BitImage {
    let side: Int
    private(set) var rows: [UInt8] = []

    init(side: Int) {
        self.side = side
        rows.reserveCapacity(side * (1 + (side + 7) / 8))
    }

    mutating func appendWhiteRows(_ count: Int) { appendRows(count, margin: 0, moduleSide: 1, isDark: []) }

    /// Appends `count` equal rows: white, the modules, white.
    mutating func appendRows(_ count: Int, margin: Int, moduleSide: Int, isDark: [Bool]) {
        var row = [UInt8](repeating: 0xFF, count: 1 + (side + 7) / 8)
        // No filter.
        row[0] = 0
        for (module, isDark) in isDark.enumerated() where isDark {
            let start = margin + module * moduleSide
            for pixel in start..<start + moduleSide { row[1 + pixel / 8] &= ~(0x80 >> UInt8(pixel % 8)) }
        }
        for _ in 0..<count { rows += row }
    }
}
