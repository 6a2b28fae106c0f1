public import Foundation

/// Gzip files (RFC 1952) written without a compressor, so that tests need none.
public enum Gzip {
    /// `content` in stored blocks: a valid file that is a little larger than what is in it.
    public static func file(of content: Data) -> Data {
        var file = header
        var rest = content[...]
        repeat {
            let block = rest.prefix(65_535)
            rest = rest.dropFirst(block.count)
            let count = UInt16(block.count)
            file.append(rest.isEmpty ? 1 : 0)
            file.append(contentsOf: [UInt8(count & 0xFF), UInt8(count >> 8), UInt8(~count & 0xFF), UInt8(~count >> 8)])
            file.append(block)
        } while !rest.isEmpty
        return file + trailer(checksum: checksum(of: content), count: content.count)
    }

    /// A file of about a thousandth of `size` that holds `size` zero bytes, rounded up to the next multiple of 258 and
    /// one.
    ///
    /// One block with a code of its own, in which "258 times the byte before" takes two bits. The checksum is right only
    /// when `hasChecksum`, as working it out takes longer than all else.
    public static func bomb(expandingTo size: Int, hasChecksum: Bool = false) -> Data {
        let repeats = (max(size, 1) - 1 + 257) / 258
        var bits = BitWriter()
        bits.write(1, count: 1)  // last block
        bits.write(2, count: 2)  // with codes of its own
        bits.write(29, count: 5)  // 286 literal and length codes
        bits.write(0, count: 5)  // 1 distance code
        bits.write(14, count: 4)  // 18 code length codes, in the order 16 17 18 0 8 7 9 6 10 5 11 4 12 3 13 2 14 1
        for length in [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 2] { bits.write(length, count: 3) }
        // The codes that follow from these lengths, written with their first bit first: 18 is 0, 1 is 10, 2 is 11.
        func zeros(_ count: Int) {
            bits.write(0, count: 1)
            bits.write(count - 11, count: 7)
        }
        bits.write(0b11, count: 2)  // literal 0 has a code of two bits
        zeros(138)
        zeros(117)
        bits.write(0b11, count: 2)  // the end of the block, 256, too
        zeros(28)
        bits.write(0b01, count: 2)  // 285, length 258, has a code of one bit
        bits.write(0b01, count: 2)  // distance 1 too
        // Now 285 is 0, literal 0 is 10, 256 is 11, distance 1 is 0.
        bits.write(0b01, count: 2)
        for _ in 0..<repeats { bits.write(0, count: 2) }
        bits.write(0b11, count: 2)
        let count = repeats * 258 + 1
        let sum = hasChecksum ? checksum(of: Data(count: count)) : 0
        return header + bits.finish() + trailer(checksum: sum, count: count)
    }

    private static let header = Data([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255])

    private static func trailer(checksum: UInt32, count: Int) -> Data {
        var data = Data()
        for value in [checksum, UInt32(truncatingIfNeeded: count)] {
            for shift in stride(from: 0, to: 32, by: 8) { data.append(UInt8(value >> UInt32(shift) & 0xFF)) }
        }
        return data
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }

    private static func checksum(of content: Data) -> UInt32 {
        ~content.reduce(~0 as UInt32) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ $0 >> 8 }
    }
}

/// Packs bits into bytes, the lowest first.
private struct BitWriter {
    private var data = Data()
    private var pending: UInt32 = 0
    private var pendingCount = 0

    mutating func write(_ value: Int, count: Int) {
        pending |= UInt32(value) << UInt32(pendingCount)
        pendingCount += count
        while pendingCount >= 8 {
            data.append(UInt8(pending & 0xFF))
            pending >>= 8
            pendingCount -= 8
        }
    }

    mutating func finish() -> Data {
        if pendingCount > 0 { data.append(UInt8(pending & 0xFF)) }
        return data
    }
}
