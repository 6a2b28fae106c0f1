import DotNewsFoundation
import DotNewsModels

/// The CMS writes numbers where strings were and the reverse; the name of a field settles what it means.
extension JSONScalar {
    /// The number, also when it was written as a string or as a truth value.
    package var number: Double? {
        switch self {
        case .string(let text): Double(text.trimmingSpaces()).flatMap { $0.isFinite ? $0 : nil }
        case .integer(let value): Double(value)
        case .number(let value): value
        case .boolean(let value): value ? 1 : 0
        case .null, .other: nil
        }
    }

    /// The truth value, also when it was written as 1, 0, `"1"`, `"0"`, `"true"` or `"false"`.
    package var flag: Bool? {
        switch self {
        case .boolean(let value): value
        case .integer(1), .number(1): true
        case .integer(0), .number(0): false
        case .string(let text):
            switch text.trimmingSpaces().lowercased() {
            case "1", "true": true
            case "0", "false": false
            default: nil
            }
        case .integer, .number, .null, .other: nil
        }
    }
}
