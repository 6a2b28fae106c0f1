extension AddressNormalizer {
    /// Whether ``normalize(_:base:)`` would give `text` back as it is; may say no without need.
    ///
    /// Nearly every address that comes over the wire is of this kind, and one look at its bytes costs a fiftieth of taking
    /// it apart.
    static func isNormalized(_ text: String) -> Bool {
        text.utf8.withContiguousStorageIfAvailable { bytes in
            guard bytes.count <= WebAddress.maximumLength, let hostStart = hostStart(in: bytes),
                let hostEnd = hostEnd(in: bytes, from: hostStart),
                let pathStart = portEnd(in: bytes, from: hostEnd, defaultPort: hostStart == 8 ? 443 : 80)
            else { return false }
            return isNormalizedTail(bytes, from: pathStart)
        } ?? false
    }

    private static func hostStart(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        if bytes.starts(with: "https://".utf8) { return 8 }
        return bytes.starts(with: "http://".utf8) ? 7 : nil
    }

    /// Where a host ends, when it is in lower case and of ASCII letters, digits, hyphens and single dots.
    private static func hostEnd(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var index = start
        var previous = UInt8(ascii: ".")
        while index < bytes.count, bytes[index] != UInt8(ascii: "/"), bytes[index] != UInt8(ascii: ":") {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): break
            case UInt8(ascii: ".") where previous != byte: break
            default: return nil
            }
            previous = byte
            index += 1
        }
        return (1...253).contains(index - start) ? index : nil
    }

    /// Where the port ends, when there is none or one that has to be said.
    private static func portEnd(in bytes: UnsafeBufferPointer<UInt8>, from start: Int, defaultPort: Int) -> Int? {
        guard start < bytes.count, bytes[start] == UInt8(ascii: ":") else { return start }
        var port = 0
        var index = start + 1
        while index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39, port <= 65_535 {
            guard port > 0 || bytes[index] != 0x30 else { return nil }
            port = port * 10 + Int(bytes[index] - 0x30)
            index += 1
        }
        guard (1...65_535).contains(port), port != defaultPort,
            index == bytes.count || bytes[index] == UInt8(ascii: "/")
        else { return nil }
        return index
    }

    /// Whether path, query and fragment have only bytes that stay as they are, and no segment that might be resolved.
    private static func isNormalizedTail(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
        var isInPath = true
        for index in start..<bytes.count {
            switch bytes[index] {
            case 0...0x20, 0x7F..., UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"),
                UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "{")...UInt8(ascii: "}"):
                return false
            case UInt8(ascii: "?"), UInt8(ascii: "#"): isInPath = false
            // A segment that starts like "." or "%2E".
            case UInt8(ascii: "/") where isInPath && index + 1 < bytes.count:
                if bytes[index + 1] == UInt8(ascii: ".") || bytes[index + 1] == UInt8(ascii: "%") { return false }
            default: break
            }
        }
        return true
    }
}
