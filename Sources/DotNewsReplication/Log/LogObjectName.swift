import DotNewsFoundation
import DotNewsPersistence

/// What an object of a log is called: whose it is, the sequence numbers that it has the changes of, and the link of the
/// last, such as `00112233445566778899aabbccddeeff-0000000012-0000000027-0123456789abcdef.segment`.
struct LogObjectName: Hashable, Sendable {
    let device: ReplicaDeviceID
    let range: ClosedRange<Int64>
    let link: UInt64

    /// A snapshot has everything that its device has changed since it began.
    var isSnapshot: Bool { range.lowerBound == 1 }

    /// Sequence numbers have ten digits.
    private static let digits = 10

    init(device: ReplicaDeviceID, range: ClosedRange<Int64>, link: UInt64) {
        self.device = device
        self.range = range
        self.link = link
    }

    /// Reads a name; `nil` for one of another form.
    init?(_ name: ReplicaObjectName) {
        let parts = name.rawValue.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let numbers = parts[0].split(separator: "-", omittingEmptySubsequences: false)
        guard numbers.count == 4, let device = ReplicaDeviceID(String(numbers[0])),
            let first = Self.number(numbers[1]), let last = Self.number(numbers[2]), first > 0, first <= last,
            let link = Self.link(numbers[3])
        else { return nil }
        self.init(device: device, range: first...last, link: link)
        guard parts[1] == kind else { return nil }
    }

    /// The name, as text.
    var text: String {
        "\(device)-\(Self.text(range.lowerBound))-\(Self.text(range.upperBound))-\(link.hexadecimal).\(kind)"
    }

    private var kind: String { isSnapshot ? "snapshot" : "segment" }

    private static func text(_ number: Int64) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, Self.digits - digits.utf8.count)) + digits
    }

    private static func link(_ text: Substring) -> UInt64? {
        guard text.utf8.count == 16, text.utf8.allSatisfy(\.isLowercaseHexadecimalDigit) else { return nil }
        return UInt64(text, radix: 16)
    }

    private static func number(_ text: Substring) -> Int64? {
        guard text.utf8.count == digits, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        return Int64(text)
    }
}
