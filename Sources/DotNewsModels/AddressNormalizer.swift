import DotNewsFoundation

/// The checks behind ``WebAddress``, over UTF-8 bytes.
enum AddressNormalizer {
    /// The normalised absolute address, or `nil` when `text` is not acceptable.
    static func normalize(_ text: String, base: WebAddress?) -> String? {
        if isNormal(text) { return text }
        let bytes = Array(trimming(text).utf8)
        guard !bytes.isEmpty, bytes.count <= WebAddress.maximumLength,
            !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F })
        else { return nil }

        if let schemeEnd = schemeEnd(of: bytes) {
            let scheme = String(decoding: bytes[..<schemeEnd], as: UTF8.self).lowercased()
            guard scheme == "http" || scheme == "https" else { return nil }
            guard bytes[schemeEnd...].starts(with: "://".utf8) else { return nil }
            return absolute(scheme: scheme, rest: bytes[(schemeEnd + 3)...])
        }
        if bytes.starts(with: "//".utf8) {
            return absolute(scheme: base?.scheme ?? "https", rest: bytes[2...])
        }
        guard let base else { return nil }
        return resolve(bytes, against: base)
    }

    /// Whether `text` is as normalising would leave it: an absolute address of plain host and path, as almost all are.
    /// A `false` says nothing; it only means that every check has to be made.
    private static func isNormal(_ text: String) -> Bool {
        text.utf8.withContiguousStorageIfAvailable { bytes in
            guard bytes.count <= WebAddress.maximumLength, bytes.count > 8, bytes.starts(with: "http".utf8) else {
                return false
            }
            let hostStart = bytes[4] == UInt8(ascii: "s") ? 8 : 7
            guard bytes[(hostStart - 3)..<hostStart].elementsEqual("://".utf8) else { return false }
            var index = hostStart
            var previous = UInt8(ascii: ".")
            while index < bytes.count, bytes[index] != UInt8(ascii: "/"), bytes[index] != UInt8(ascii: ":") {
                let byte = bytes[index]
                guard
                    byte >= 0x61 && byte <= 0x7A || isDigit(byte) || byte == UInt8(ascii: "-")
                        || byte == UInt8(ascii: ".") && previous != UInt8(ascii: ".")
                else { return false }
                previous = byte
                index += 1
            }
            guard index > hostStart, index - hostStart <= 253 else { return false }
            if index < bytes.count, bytes[index] == UInt8(ascii: ":") {
                // A port of four or five digits is not the scheme's own.
                let port = bytes[(index + 1)...].prefix { isDigit($0) }
                guard (4...5).contains(port.count), port.first != UInt8(ascii: "0"),
                    port.reduce(0, { $0 * 10 + Int($1 - 0x30) }) <= 65_535
                else { return false }
                index = port.endIndex
                guard index == bytes.count || bytes[index] == UInt8(ascii: "/") else { return false }
            }
            // No byte that is encoded, and none that a dot segment could begin with or hide in.
            while index < bytes.count {
                let byte = bytes[index]
                guard
                    isLetter(byte) || isDigit(byte) || "/-_=&?,~+".utf8.contains(byte)
                        || byte == UInt8(ascii: ".") && previous != UInt8(ascii: "/")
                else { return false }
                previous = byte
                index += 1
            }
            return true
        } ?? false
    }

    // MARK: Parts

    /// White space that people and the CMS leave around an address, the ideographic space and the BOM included.
    private static func trimming(_ text: String) -> Substring {
        // By scalars: a mark on a space makes it no other place to begin, and may be one of a million.
        func isPadding(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace || scalar == "\u{FEFF}" }
        var slice = text[...].unicodeScalars
        while let first = slice.first, isPadding(first) { slice.removeFirst() }
        while let last = slice.last, isPadding(last) { slice.removeLast() }
        return Substring(slice)
    }

    /// Where the scheme ends, when the reference starts with one (RFC 3986, section 3.1).
    private static func schemeEnd(of bytes: [UInt8]) -> Int? {
        guard let first = bytes.first, isLetter(first) else { return nil }
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: ":") {
                // "localhost:8080" is not a reference with the scheme "localhost"; nor is it an absolute address.
                return index
            }
            guard isLetter(byte) || isDigit(byte) || "+-.".utf8.contains(byte) else { return nil }
        }
        return nil
    }

    private static func absolute(scheme: String, rest: ArraySlice<UInt8>) -> String? {
        let authorityEnd = rest.firstIndex { "/?#\\".utf8.contains($0) } ?? rest.endIndex
        guard authorityEnd == rest.endIndex || rest[authorityEnd] != UInt8(ascii: "\\"),
            let authority = authority(rest[..<authorityEnd], scheme: scheme)
        else { return nil }
        return finish(prefix: scheme + "://" + authority, tail: rest[authorityEnd...])
    }

    private static func authority(_ bytes: ArraySlice<UInt8>, scheme: String) -> String? {
        guard !bytes.isEmpty, !bytes.contains(UInt8(ascii: "@")), !bytes.contains(UInt8(ascii: "%")) else { return nil }
        var hostBytes = bytes
        var port = ""
        let bracket = bytes.lastIndex(of: UInt8(ascii: "]"))
        if let colon = bytes.lastIndex(of: UInt8(ascii: ":")), bracket.map({ $0 < colon }) ?? true {
            hostBytes = bytes[..<colon]
            let digits = bytes[(colon + 1)...]
            if !digits.isEmpty {
                guard digits.allSatisfy(isDigit), digits.count <= 5,
                    let number = Int(String(decoding: digits, as: UTF8.self)), (1...65_535).contains(number)
                else { return nil }
                if number != (scheme == "https" ? 443 : 80) { port = ":\(number)" }
            }
        }
        guard let host = host(hostBytes) else { return nil }
        return host + port
    }

    private static func host(_ bytes: ArraySlice<UInt8>) -> String? {
        guard !bytes.isEmpty, bytes.count <= 253 else { return nil }
        if bytes.first == UInt8(ascii: "[") {
            guard bytes.last == UInt8(ascii: "]") else { return nil }
            let literal = String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self).lowercased()
            var parsed = in6_addr()
            guard inet_pton(AF_INET6, literal, &parsed) == 1 else { return nil }
            return "[" + literal + "]"
        }
        if bytes.contains(where: { $0 >= 0x80 }) { return internationalHost(bytes) }
        guard bytes.allSatisfy({ isLetter($0) || isDigit($0) || "-._".utf8.contains($0) }),
            bytes.first != UInt8(ascii: "."), !contains(bytes, "..")
        else { return nil }
        return String(decoding: bytes, as: UTF8.self).lowercased()
    }

    private static func internationalHost(_ bytes: ArraySlice<UInt8>) -> String? {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let host = InternationalHost.ascii(text) else { return nil }
        let ascii = Array(host.utf8)
        guard ascii.allSatisfy({ $0 < 0x80 && $0 != UInt8(ascii: "%") }) else { return nil }
        return self.host(ascii[...])
    }

    /// Resolves a relative reference (RFC 3986, section 5.2).
    private static func resolve(_ bytes: [UInt8], against base: WebAddress) -> String? {
        let origin = base.origin.string
        switch bytes[0] {
        case UInt8(ascii: "/"):
            return finish(prefix: origin, tail: bytes[...])
        case UInt8(ascii: "\\"):
            return nil
        case UInt8(ascii: "?"):
            return finish(prefix: origin, tail: Array(base.path.utf8) + bytes[...])
        case UInt8(ascii: "#"):
            let kept = base.path + (base.query.map { "?" + $0 } ?? "")
            return finish(prefix: origin, tail: Array(kept.utf8) + bytes[...])
        default:
            let directory = base.path.utf8.lastIndex(of: UInt8(ascii: "/")).map { base.path[...$0] } ?? "/"
            return finish(prefix: origin, tail: Array(directory.utf8) + bytes[...])
        }
    }

    /// Appends path, query and fragment: dot segments resolved in the path, unsafe bytes percent-encoded.
    private static func finish(prefix: String, tail: ArraySlice<UInt8>) -> String? {
        let pathEnd = tail.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? tail.endIndex
        var result = Array(prefix.utf8)
        result.reserveCapacity(prefix.utf8.count + tail.count)
        var path = [UInt8]()
        PercentEncoding.append(tail[..<pathEnd], to: &path, keeping: .address)
        result += removingDotSegments(path)
        PercentEncoding.append(tail[pathEnd...], to: &result, keeping: .address)
        guard result.count <= WebAddress.maximumLength else { return nil }
        return String(decoding: result, as: UTF8.self)
    }

    private static func removingDotSegments(_ path: [UInt8]) -> [UInt8] {
        guard contains(path[...], "/.") || contains(path[...], "/%2") else { return path }
        var segments = [Substring]()
        let parts = String(decoding: path, as: UTF8.self).split(separator: "/", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            let isLast = index == parts.count - 1
            switch part.lowercased() {
            case ".", "%2e":
                if isLast { segments.append("") }
            case "..", ".%2e", "%2e.", "%2e%2e":
                if segments.count > 1 { segments.removeLast() }
                if isLast { segments.append("") }
            default:
                segments.append(part)
            }
        }
        return Array(segments.joined(separator: "/").utf8)
    }

    private static func contains(_ bytes: ArraySlice<UInt8>, _ pattern: StaticString) -> Bool {
        let needle = UnsafeBufferPointer(start: pattern.utf8Start, count: pattern.utf8CodeUnitCount)
        guard bytes.count >= needle.count else { return false }
        return (bytes.startIndex...(bytes.endIndex - needle.count)).contains { start in
            bytes[start..<(start + needle.count)].elementsEqual(needle)
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }
    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
