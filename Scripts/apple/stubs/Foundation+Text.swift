extension String {
    public struct Encoding: RawRepresentable, Hashable, Sendable {
        public var rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let ascii = Encoding(rawValue: 1)
        public static let utf8 = Encoding(rawValue: 4)
        public static let isoLatin1 = Encoding(rawValue: 5)
        public static let utf16 = Encoding(rawValue: 10)
        public static let utf16BigEndian = Encoding(rawValue: 0x9000_0100)
        public static let utf16LittleEndian = Encoding(rawValue: 0x9400_0100)
    }
    public init?(data: Data, encoding: Encoding) { nil }
    public init?<S: Sequence>(bytes: S, encoding: Encoding) where S.Element == UInt8 { nil }
    public init(contentsOf url: URL, encoding: Encoding) throws { fatalError() }
    public init(contentsOfFile path: String, encoding: Encoding) throws { fatalError() }
    // `format: String` with CVarArg arguments, as printf has it.
    public init(format: String, _ arguments: any CVarArg...) { fatalError() }
}

extension StringProtocol {
    public var precomposedStringWithCanonicalMapping: String { "" }
    public var decomposedStringWithCanonicalMapping: String { "" }
    public func components<T: StringProtocol>(separatedBy separator: T) -> [String] { [] }
    public func contains<T: StringProtocol>(_ other: T) -> Bool { false }
    public func replacingOccurrences<T: StringProtocol, R: StringProtocol>(of target: T, with replacement: R) -> String
    {
        ""
    }
    public func trimmingCharacters(in set: CharacterSet) -> String { "" }
    public func data(using encoding: String.Encoding, allowLossyConversion: Bool = false) -> Data? { nil }
    public func range<T: StringProtocol>(of text: T) -> Range<String.Index>? { nil }
    public func write(to url: URL, atomically: Bool, encoding: String.Encoding) throws {}
}

public struct CharacterSet: Hashable, Sendable {
    public init(charactersIn string: String) {}
    public init(charactersIn range: ClosedRange<Unicode.Scalar>) {}
    public init(charactersIn range: Range<Unicode.Scalar>) {}
    public func contains(_ member: Unicode.Scalar) -> Bool { false }
    public func union(_ other: CharacterSet) -> CharacterSet { self }
    public static var alphanumerics: CharacterSet { fatalError() }
    public var inverted: CharacterSet { self }
    public static var whitespaces: CharacterSet { fatalError() }
    public static var whitespacesAndNewlines: CharacterSet { fatalError() }
    public static var newlines: CharacterSet { fatalError() }
}
