extension HTTPHeaders {
    /// Adds a field from its line on the wire, with or without the line's end; `false` when the line is not a field.
    ///
    /// Same rules as ``append(_:_:)``, applied to bytes: a transport reads some ten of these for every answer.
    mutating func append(line: UnsafeRawBufferPointer) -> Bool {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0 else { return false }
        var start = colon + 1
        var end = line.count
        while end > start, Self.isSpaceOrLineEnd(line[end - 1]) { end -= 1 }
        while start < end, line[start] == 0x20 || line[start] == 0x09 { start += 1 }
        let name = UnsafeRawBufferPointer(rebasing: line[..<colon])
        let value = UnsafeRawBufferPointer(rebasing: line[start..<end])
        guard name.allSatisfy(Self.isTokenByte), value.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
            return false
        }
        append(
            checked: Field(name: String(decoding: name, as: UTF8.self), value: String(decoding: value, as: UTF8.self)))
        return true
    }

    private static func isSpaceOrLineEnd(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A
    }
}
