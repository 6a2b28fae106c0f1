import DotNewsCryptography
import DotNewsFoundation
public import DotNewsNetworking

/// A generated key of an ``EncryptedStorage``, as a text that people can copy.
///
/// Eight groups of five characters, such as `7KQXM-…`, of digits and capital letters without 0, 1, I, L and O, which are
/// taken for each other. Seven groups are random, 138 bits in all; the last one is a checksum of them. The fifth character
/// of every group checks the group, so that a mistyped one is told by its number.
///
/// Whoever has the code can read the storage. Without it on any device nobody can.
public struct RecoveryCode: Hashable, Sendable {
    /// The text to copy: 40 characters in groups of five with hyphens between them.
    public let text: Secret

    /// The 28 random characters.
    var symbols: [UInt8] {
        Self.groups(text.revealed.utf8.filter { $0 != UInt8(ascii: "-") }).dropLast().flatMap { $0.dropLast() }
    }

    /// Creates a new code, from the system's random numbers.
    public static func random() -> RecoveryCode {
        var generator = SystemRandomNumberGenerator()
        return random(using: &generator)
    }

    static func random(using generator: inout some RandomNumberGenerator) -> RecoveryCode {
        let symbols = (0..<randomCount).map { _ in alphabet[Int.random(in: alphabet.indices, using: &generator)] }
        return RecoveryCode(symbols: symbols)
    }

    /// Reads a code as people type it: in capital or small letters, with spaces, hyphens or nothing between the groups.
    ///
    /// - Throws: ``RecoveryCodeError``, which says which groups are mistyped.
    public init(_ text: String) throws(RecoveryCodeError) {
        // A code has 47 bytes; nobody types ten times as many by mistake.
        guard text.utf8.count <= 1_000 else { throw RecoveryCodeError(reason: "it is far too long") }
        let characters = Self.characters(text)
        guard characters.count == Self.groupCount * Self.groupSize else {
            throw Self.wrongLength(text, characters.count)
        }
        let groups = Self.groups(characters)
        let wrong = groups.enumerated().filter { Self.check($1.dropLast(), at: $0) != $1.last }.map { $0.offset + 1 }
        guard wrong.isEmpty else { throw RecoveryCodeError(groups: wrong) }
        self.init(symbols: groups.dropLast().flatMap { $0.dropLast() })
        guard Self.groups(self.text.revealed.utf8.filter { $0 != UInt8(ascii: "-") }).last == groups.last else {
            throw RecoveryCodeError(
                reason: "each of its groups is well formed, but one was mistyped twice or is of another code")
        }
    }

    /// Takes random characters, which are of the alphabet.
    private init(symbols: [UInt8]) {
        let checksum = sha256(Data("DotNews recovery code 1".utf8 + symbols)).prefix(Self.groupSize - 1)
            .map { Self.alphabet[Int($0) % Self.alphabet.count] }
        let all = symbols + checksum
        let groups = (0..<Self.groupCount).map { index in
            let group = all[index * (Self.groupSize - 1)..<(index + 1) * (Self.groupSize - 1)]
            return String(decoding: group + [Self.check(group, at: index) ?? 0], as: UTF8.self)
        }
        text = Secret(groups.joined(separator: "-"))
    }
}

// MARK: - The form

extension RecoveryCode {
    private static let alphabet = Array("23456789ABCDEFGHJKMNPQRSTUVWXYZ".utf8)
    private static let groupCount = 8
    private static let groupSize = 5
    /// The number of random characters.
    private static let randomCount = (groupCount - 1) * (groupSize - 1)

    /// Returns the character that checks a group; `nil` when the group has a character of no code.
    ///
    /// The alphabet has a prime number of characters, so that every single mistake, every swap of neighbours, and every
    /// swap of groups changes the weighted sum.
    private static func check(_ group: ArraySlice<UInt8>, at index: Int) -> UInt8? {
        var sum = 5 * index
        for (position, character) in group.enumerated() {
            guard let value = alphabet.firstIndex(of: character) else { return nil }
            sum += (position + 1) * value
        }
        return alphabet[sum % alphabet.count]
    }

    private static func groups(_ characters: [UInt8]) -> [ArraySlice<UInt8>] {
        stride(from: 0, to: characters.count, by: groupSize).map {
            characters[$0..<min($0 + groupSize, characters.count)]
        }
    }

    /// Returns the characters in capitals without what separates them. Those that are not ASCII become a question mark.
    private static func characters(_ text: String) -> [UInt8] {
        text.unicodeScalars.filter { !isSeparator($0) }.map { scalar in
            // Input methods of Chinese type full-width forms of ASCII.
            let value = (0xFF01...0xFF5E).contains(scalar.value) ? scalar.value - 0xFEE0 : scalar.value
            guard let byte = UInt8(exactly: value), byte < 0x80 else { return UInt8(ascii: "?") }
            return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte - 0x20 : byte
        }
    }

    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .dashPunctuation, .spaceSeparator, .lineSeparator, .paragraphSeparator, .control, .format: true
        // The minus sign is no punctuation.
        default: scalar == "\u{2212}"
        }
    }

    /// Says which groups are too short or too long, where separators tell.
    private static func wrongLength(_ text: String, _ count: Int) -> RecoveryCodeError {
        let groups = text.unicodeScalars.split(whereSeparator: isSeparator).map { characters(String($0)) }
        let wrong = groups.enumerated().filter { $1.count != groupSize }.map { $0.offset + 1 }
        if groups.count == groupCount, !wrong.isEmpty { return RecoveryCodeError(groups: wrong) }
        return RecoveryCodeError(reason: "it has \(count) characters, and should have \(groupCount * groupSize)")
    }
}

/// A description of what is wrong with a recovery code that was typed.
public struct RecoveryCodeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The numbers, from 1, of the groups that are mistyped; empty when that cannot be told.
    public let groups: [Int]
    private let reason: String

    init(groups: [Int] = [], reason: String = "") {
        self.groups = groups
        self.reason = reason
    }

    /// A sentence for the reader that does not repeat the code.
    public var description: String {
        if groups.count == 1 { return "Group \(groups[0]) of the recovery code is mistyped." }
        guard groups.isEmpty else {
            return "Groups \(groups.map(String.init).joined(separator: ", ")) of the recovery code are mistyped."
        }
        return "The recovery code is mistyped: \(reason)."
    }
}
