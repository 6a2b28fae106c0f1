import CDotNewsZlib
import DotNewsQRCode
import Foundation
import Testing

@Suite struct PNGTests {
    private struct Chunk {
        let type: String
        let content: [UInt8]
    }

    /// The chunks of a file, as ISO/IEC 15948 has them; their checksums are compared with those of this loop, which shares
    /// nothing with zlib's.
    private func chunks(_ file: Data) throws -> [Chunk] {
        var rest = Array(file)[...]
        #expect(rest.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        rest = rest.dropFirst(8)
        var chunks: [Chunk] = []
        while !rest.isEmpty {
            let length = number(rest.prefix(4))
            try #require(rest.count >= length + 12)
            let checked = rest.dropFirst(4).prefix(4 + length)
            var sum: UInt32 = 0xFFFF_FFFF
            for byte in checked {
                sum ^= UInt32(byte)
                for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
            }
            #expect(number(rest.dropFirst(8 + length).prefix(4)) == Int(~sum))
            chunks.append(
                Chunk(type: String(decoding: checked.prefix(4), as: UTF8.self), content: Array(checked.dropFirst(4))))
            rest = rest.dropFirst(length + 12)
        }
        return chunks
    }

    private func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

    /// The image's rows: each a byte for the filter, then a bit a pixel.
    private func rows(_ file: Data) throws -> [[UInt8]] {
        let chunks = try chunks(file)
        #expect(chunks.map(\.type) == ["IHDR", "IDAT", "IEND"])
        let header = chunks[0].content
        let side = number(header[..<4])
        #expect(number(header[4..<8]) == side)
        // A bit, grey; the only compression and filters there are, not interlaced.
        #expect(header[8...] == [1, 0, 0, 0, 0])
        #expect(chunks[2].content == [])
        let width = 1 + (side + 7) / 8
        var bytes = [UInt8](repeating: 0, count: width * side)
        var count = UInt(bytes.count)
        // Its checksum too; more than that is an error.
        #expect(uncompress(&bytes, &count, chunks[1].content, UInt(chunks[1].content.count)) == Z_OK)
        #expect(count == UInt(bytes.count))
        return stride(from: 0, to: bytes.count, by: width).map { Array(bytes[$0..<$0 + width]) }
    }

    @Test(arguments: [1, 177, 178, 179, 183, 184, 1_000])
    func `each pixel is its module's, and those around are white`(size: Int) throws {
        let code = try QRCode(text: "https://www.dotdotnews.com/a", level: .medium)
        for zone in [0, 1, 4] {
            let rows = try rows(code.png(size: size, quietZone: zone))
            let side = rows.count
            let scale = max(size / (code.moduleCount + 2 * zone), 2)
            let offset = (side - scale * code.moduleCount) / 2
            #expect(offset >= zone * scale)
            for (y, row) in rows.enumerated() {
                #expect(row[0] == 0)
                for x in 0..<side {
                    let isBlack = row[1 + x / 8] >> UInt8(7 - x % 8) & 1 == 0
                    // Rounded down, outside too.
                    let column = (x - offset + scale * side) / scale - side
                    let line = (y - offset + scale * side) / scale - side
                    if isBlack != code[column, line] { Issue.record("pixel \(x), \(y)") }
                }
            }
        }
    }

    @Test func `the largest image and the smallest are within bounds`() throws {
        let large = try QRCode(text: String(repeating: "a", count: 2_953))
        for (size, side) in [(Int.max, 10_000), (Int.min, 2 * (177 + 200))] {
            let file = try large.png(size: size, quietZone: .max)
            #expect(try rows(file).count == side)
            #expect(file.count < 200_000)
        }
        #expect(try QRCode(text: "https://www.dotdotnews.com/").png().count < 1_000)
    }
}
