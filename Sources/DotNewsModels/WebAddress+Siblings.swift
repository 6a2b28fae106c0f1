/// The addresses of an article's other forms, as they follow from that of its page.
///
/// Over plain bytes: both are worked out for every article that a list brings.
extension WebAddress {
    /// The address of the JSON beside a page: `.json` for `.html`, without query; `nil` for a page that ends otherwise.
    package var jsonSibling: WebAddress? {
        withPath { bytes, path in
            guard bytes[path].ends(in: ".html") else { return nil }
            return WebAddress(
                joining: bytes[..<(path.upperBound - 4)], "json", bytes[path.upperBound..<path.upperBound])
        }
    }

    /// The address of the page to share: `/s/` for `/a/` at the start of the path, without query; `nil` for a page whose
    /// path begins or ends otherwise.
    package var sharePage: WebAddress? {
        withPath { bytes, path in
            guard bytes[path].prefix(3).ends(in: "/a/"), bytes[path].ends(in: ".html") else { return nil }
            return WebAddress(joining: bytes[..<path.lowerBound], "/s/", bytes[(path.lowerBound + 3)..<path.upperBound])
        }
    }

    /// Hands over the bytes of the address, and where its path is in them.
    private func withPath<Value>(_ body: (UnsafeBufferPointer<UInt8>, Range<Int>) -> Value) -> Value {
        var string = string
        return string.withUTF8 { bytes in
            var start = min(bytes.count, bytes.count > 4 && bytes[4] == UInt8(ascii: "s") ? 8 : 7)
            while start < bytes.count, bytes[start] != UInt8(ascii: "/"), !Self.isMark(bytes[start]) { start += 1 }
            var end = start
            while end < bytes.count, !Self.isMark(bytes[end]) { end += 1 }
            return body(bytes, start..<end)
        }
    }

    /// Whether a byte ends the path.
    private static func isMark(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#") }

    /// Makes an address of the parts of one that is normalised.
    private init(
        joining head: Slice<UnsafeBufferPointer<UInt8>>, _ middle: StaticString,
        _ tail: Slice<UnsafeBufferPointer<UInt8>>
    ) {
        let middle = UnsafeBufferPointer(start: middle.utf8Start, count: middle.utf8CodeUnitCount)
        self.init(
            normalized: String(unsafeUninitializedCapacity: head.count + middle.count + tail.count) { result in
                var end = result.initialize(fromContentsOf: head)
                end = result[end...].initialize(fromContentsOf: middle)
                return result[end...].initialize(fromContentsOf: tail)
            })
    }
}

extension Slice<UnsafeBufferPointer<UInt8>> {
    fileprivate func ends(in text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        return self.count >= count
            && suffix(count).elementsEqual(UnsafeBufferPointer(start: text.utf8Start, count: count))
    }
}
