/// The name of a member, packed so that comparing it costs two words.
///
/// Every name the decoders look for has at most 16 bytes; longer ones are all ``other``.
package struct JSONName: Hashable, Sendable {
    /// The longest name that can be told apart, in bytes.
    package static let maximumLength = 16
    /// A name that no decoder looks for.
    package static let other = JSONName(low: 0, high: 0, count: .max)

    @usableFromInline let low: UInt64
    @usableFromInline let high: UInt64
    @usableFromInline let count: UInt8

    private init(low: UInt64, high: UInt64, count: UInt8) {
        self.low = low
        self.high = high
        self.count = count
    }

    /// Packs the UTF-8 bytes of a name.
    package init(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count <= Self.maximumLength else {
            self = .other
            return
        }
        var low: UInt64 = 0
        var high: UInt64 = 0
        var index = bytes.count
        while index > 8 {
            index -= 1
            high = high << 8 | UInt64(bytes[index])
        }
        while index > 0 {
            index -= 1
            low = low << 8 | UInt64(bytes[index])
        }
        self.init(low: low, high: high, count: UInt8(bytes.count))
    }

    /// Packs a name.
    package init(_ text: String) {
        var text = text
        self = text.withUTF8 { JSONName($0) }
    }

    /// Whether two names are the same.
    @inlinable
    package static func == (left: JSONName, right: JSONName) -> Bool {
        left.low == right.low && left.high == right.high && left.count == right.count
    }

    @inlinable
    var slot: Int {
        let mixed = (low ^ high &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(count)) &* 0xD6E8_FEB8_6659_FD93
        return Int(truncatingIfNeeded: mixed >> 32)
    }
}

extension JSONName: ExpressibleByStringLiteral {
    /// Packs a name.
    package init(stringLiteral value: String) { self.init(value) }
}

/// Finds the field that a name stands for, in about the time of one comparison.
package struct JSONNameTable<Field: RawRepresentable & CaseIterable & Sendable>: Sendable
where Field.RawValue == String {
    @usableFromInline var names: [JSONName]
    @usableFromInline var fields: [Field?]
    @usableFromInline let mask: Int

    /// Takes the raw values of all cases as their names; each at most ``JSONName/maximumLength`` bytes.
    @inlinable
    package init() {
        var size = 16
        while size < Field.allCases.count * 4 { size *= 2 }
        mask = size - 1
        names = Array(repeating: .other, count: size)
        fields = Array(repeating: nil, count: size)
        for field in Field.allCases {
            let name = JSONName(field.rawValue)
            precondition(name != .other, "the name is too long to be told apart")
            var slot = name.slot & mask
            while fields[slot] != nil { slot = (slot + 1) & mask }
            names[slot] = name
            fields[slot] = field
        }
    }

    /// The field called `name`; `nil` when there is none.
    @inlinable
    package subscript(name: JSONName) -> Field? {
        var slot = name.slot & mask
        while let field = fields[slot] {
            if names[slot] == name { return field }
            slot = (slot + 1) & mask
        }
        return nil
    }
}
