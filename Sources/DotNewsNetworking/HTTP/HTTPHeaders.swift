/// Header fields in their order; names are compared without regard to case, a name may occur more than once.
///
/// Names are tokens and values have no control characters, so that no text can smuggle a second field into a request. A field
/// that is otherwise is refused: it is not among ``fields``, its name is among ``refusedNames``, and a transport fails a
/// request that has one, rather than send it without, say, its `Authorization`.
public struct HTTPHeaders: Hashable, Sendable {
    /// A field.
    public struct Field: Hashable, Sendable {
        /// The name as it was written.
        public let name: String
        /// The value without white space at its ends.
        public let value: String
    }

    /// The fields, in their order.
    public private(set) var fields: [Field] = []

    /// The names, as they were given, of fields with an unacceptable name or value.
    public private(set) var refusedNames: [String] = []

    /// Makes an empty list.
    public init() {}

    /// The first value of `name`; setting replaces every field of that name, `nil` removes them.
    public subscript(name: String) -> String? {
        get {
            fields.first { Self.isSameName($0.name, name) }?.value
        }
        set {
            fields.removeAll { Self.isSameName($0.name, name) }
            refusedNames.removeAll { Self.isSameName($0, name) }
            if let newValue { append(name, newValue) }
        }
    }

    /// Every value of `name`, in their order.
    public func values(of name: String) -> [String] {
        fields.filter { Self.isSameName($0.name, name) }.map(\.value)
    }

    /// Adds a field behind those that are there; one with an unacceptable name or value is refused, see ``refusedNames``.
    public mutating func append(_ name: String, _ value: String) {
        let trimmed = value.drop { $0 == " " || $0 == "\t" }
        let end = trimmed.lastIndex { $0 != " " && $0 != "\t" }
        let text = end.map { trimmed[...$0] } ?? ""
        guard Self.isToken(name), text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
            refusedNames.append(name)
            return
        }
        fields.append(Field(name: name, value: String(text)))
    }

    /// These fields with those of `other` in place of the ones of the same name.
    public func merging(_ other: HTTPHeaders) -> HTTPHeaders {
        var result = self
        for field in other.fields { result[field.name] = field.value }
        for name in other.refusedNames {
            result[name] = nil
            result.refusedNames.append(name)
        }
        return result
    }

    /// Adds a field whose name and value have been checked.
    mutating func append(checked field: Field) {
        fields.append(field)
    }

    private static func isToken(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy(isTokenByte)
    }

    /// Whether a byte may stand in a field's name (RFC 9110, section 5.6.2).
    static func isTokenByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte >= 0x30 && byte <= 0x39
            || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }

    /// Whether a transport sets a field of a request itself, see ``HTTPRequest/headers``.
    package static func isSetByTransport(_ name: String) -> Bool {
        ["host", "accept-encoding", "content-length", "transfer-encoding", "connection", "expect"]
            .contains(name.lowercased())
    }

    private static func isSameName(_ lhs: String, _ rhs: String) -> Bool {
        lhs.utf8.count == rhs.utf8.count && zip(lhs.utf8, rhs.utf8).allSatisfy { $0 == $1 || lower($0) == lower($1) }
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
    }
}

extension HTTPHeaders: ExpressibleByDictionaryLiteral {
    /// Makes a list of the given fields, in their order.
    public init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { append(name, value) }
    }
}

extension HTTPHeaders {
    /// Whether `Content-Encoding` names a compression that there is.
    var namesCompression: Bool {
        // Those of IANA's registry of content codings, and some that were never entered.
        let known: Set<Substring> = [
            "gzip", "x-gzip", "deflate", "br", "zstd", "compress", "x-compress", "dcb", "dcz", "exi", "aes128gcm",
            "pack200-gzip", "lzma", "xz", "bzip2", "x-bzip2",
        ]
        return fields.contains { field in
            field.name.lowercased() == "content-encoding"
                && field.value.lowercased().split(whereSeparator: { $0 == "," || $0 == " " }).contains(
                    where: known.contains)
        }
    }
}
