internal import DotNewsModels

/// The addresses of what is shared, to find them in its words: editors and share sheets put them there, with tracking,
/// without scheme, in brackets.
struct OwnAddresses {
    private let addresses: [WebAddress]
    /// Their hosts, each once.
    private var hosts: [Host] = []
    private let cleaner: LinkCleaner

    /// A host in UTF-8.
    private struct Host {
        var bytes: [UInt8]
        /// Where its first dot is: words have few, so that looking for dots finds it soon.
        var dot: Int
    }

    init(_ addresses: [WebAddress], cleaner: LinkCleaner) {
        self.addresses = addresses
        self.cleaner = cleaner
        for address in addresses {
            let bytes = Array(address.host.utf8)
            guard let dot = bytes.firstIndex(of: 0x2E), !hosts.contains(where: { $0.bytes == bytes }) else { continue }
            hosts.append(Host(bytes: bytes, dot: dot))
        }
    }

    /// `text` without these addresses; `nil` when it has none of them. Other addresses of their hosts stay.
    func removed(from text: String) -> String? {
        guard text.utf8.contains(0x2E) else { return nil }
        var text = text
        let ranges = text.withUTF8 { bytes in hosts.flatMap { self.ranges(in: bytes, host: $0) } }
        guard !ranges.isEmpty else { return nil }
        var bytes = Array(text.utf8)
        for range in ranges.sorted(by: { $0.lowerBound > $1.lowerBound }) where range.upperBound <= bytes.count {
            bytes.removeSubrange(range)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// An address without what does not change where it leads: scheme, tracking and fragment.
    private func key(_ address: WebAddress) -> String {
        let clean = cleaner.clean(address).address
        let path = clean.path.isEmpty ? "/" : clean.path
        return clean.host + (clean.port.map { ":\($0)" } ?? "") + path + (clean.query.map { "?" + $0 } ?? "")
    }

    // MARK: Finding

    private func ranges(in bytes: UnsafeBufferPointer<UInt8>, host: Host) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var index = 0
        while index < bytes.count {
            let start = index - host.dot
            index += 1
            guard bytes[index - 1] == 0x2E, Self.matches(host.bytes, in: bytes, at: start),
                start >= result.last?.upperBound ?? 0,
                let range = addressRange(in: bytes, host: start..<start + host.bytes.count)
            else { continue }
            result.append(range)
            index = range.upperBound
        }
        return result
    }

    /// The range of one of the addresses that has its host there, brackets around it included; `nil` when it is none.
    private func addressRange(in bytes: UnsafeBufferPointer<UInt8>, host: Range<Int>) -> Range<Int>? {
        let schemeLength = ["https://", "http://"].map { Array($0.utf8) }.first { scheme in
            host.lowerBound >= scheme.count && Self.matches(scheme, in: bytes, at: host.lowerBound - scheme.count)
        }?.count
        let start = host.lowerBound - (schemeLength ?? 0)
        // A host that only ends like this one, or a front page that is named in a sentence, is none.
        if schemeLength == nil, start > 0, Self.isWordByte(bytes[start - 1]) { return nil }
        for end in Self.ends(in: bytes, from: host.upperBound) where schemeLength != nil || end > host.upperBound + 1 {
            let text = String(decoding: bytes[host.lowerBound..<end], as: UTF8.self)
            if let address = WebAddress("https://" + text), case let key = key(address),
                addresses.contains(where: { self.key($0) == key })
            {
                return Self.includingBrackets(start..<end, in: bytes)
            }
        }
        return nil
    }

    /// Where an address may end, the shortest first: before closing punctuation, at what is not ASCII, at white space.
    /// What is too short is another address, but behind tracking anything may seem to belong to it.
    private static func ends(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> [Int] {
        var end = start
        while end < bytes.count, bytes[end] > 0x20, !"<>\"".utf8.contains(bytes[end]), end - start < longest {
            end += 1
        }
        let asciiEnd = bytes[start..<end].firstIndex { $0 >= 0x80 } ?? end
        var result = [end, asciiEnd]
        while let last = result.last, last > start, ".,;:!?)]}'*_".utf8.contains(bytes[last - 1]) {
            result.append(last - 1)
        }
        return result.reversed()
    }

    /// No link to an article is as long as this, in bytes behind its host; bounds what hostile texts cost.
    private static let longest = 2_048

    private static func includingBrackets(_ range: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) -> Range<Int> {
        for (opening, closing) in [("(", ")"), ("[", "]"), ("<", ">"), ("（", "）"), ("【", "】")] {
            let (before, after) = (range.lowerBound - opening.utf8.count, range.upperBound + closing.utf8.count)
            guard before >= 0, after <= bytes.count, bytes[before..<range.lowerBound].elementsEqual(opening.utf8),
                bytes[range.upperBound..<after].elementsEqual(closing.utf8)
            else { continue }
            return before..<after
        }
        return range
    }

    private static func matches(_ pattern: [UInt8], in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        guard index >= 0, index + pattern.count <= bytes.count else { return false }
        for offset in pattern.indices where lowercased(bytes[index + offset]) != pattern[offset] { return false }
        return true
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    /// Letters and digits, and what joins them in hosts, in addresses of e-mail and in paths.
    private static func isWordByte(_ byte: UInt8) -> Bool {
        isASCIIAlphanumeric(UInt16(byte)) || "-._@/%".utf8.contains(byte)
    }
}
