/// An address of a story as it is stored: in terms of the story's own, from which it mostly differs by a few characters.
///
/// U+0001, which no address has; then how many bytes it begins and how many it ends with as the other does, each as the
/// character of that number plus one; then what is between. An address that is not shorter in this form, or that was
/// stored before there was one, stands as it is.
enum StoredAddress {
    static let mark: UInt8 = 1
    private static let headerSize = 3
    /// So that the numbers are ASCII, and never NUL, which ends texts.
    private static let largestCount = 126

    /// Appends `address` in terms of `base`, both of ASCII as all addresses are; returns false when that makes it no shorter.
    static func append(
        _ address: UnsafeRawBufferPointer, relativeTo base: UnsafeRawBufferPointer, to output: inout [UInt8]
    ) -> Bool {
        let limit = min(address.count, base.count)
        var prefix = 0
        while prefix < min(limit, largestCount), address[prefix] == base[prefix] { prefix += 1 }
        var suffix = 0
        while suffix < min(limit - prefix, largestCount),
            address[address.count - 1 - suffix] == base[base.count - 1 - suffix]
        { suffix += 1 }
        guard prefix + suffix > headerSize else { return false }
        output.append(mark)
        output.append(UInt8(prefix + 1))
        output.append(UInt8(suffix + 1))
        output.append(contentsOf: address[prefix..<(address.count - suffix)])
        return true
    }

    /// Reads what ``append(_:relativeTo:to:)`` wrote; `nil` when that cannot be.
    static func read(_ stored: UnsafeRawBufferPointer, relativeTo base: UnsafeRawBufferPointer) -> String? {
        guard stored.count >= headerSize, stored[0] == mark, stored[1] > 0, stored[2] > 0,
            let from = stored.baseAddress, let other = base.baseAddress
        else { return nil }
        let (prefix, suffix) = (Int(stored[1]) - 1, Int(stored[2]) - 1)
        guard prefix <= base.count, suffix <= base.count else { return nil }
        let middle = stored.count - headerSize
        let count = prefix + middle + suffix
        // Never empty, so that it has an address. By pointers: a page has 150 of these.
        return withUnsafeTemporaryAllocation(byteCount: count + 1, alignment: 1) { bytes in
            guard let start = bytes.baseAddress else { return nil }
            start.copyMemory(from: other, byteCount: prefix)
            (start + prefix).copyMemory(from: from + headerSize, byteCount: middle)
            (start + prefix + middle).copyMemory(from: other + (base.count - suffix), byteCount: suffix)
            return String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
        }
    }
}
