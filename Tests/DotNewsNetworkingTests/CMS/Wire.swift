import Foundation

/// JSON as a server may send it, written as Swift literals; `nil` is `null`.
enum Wire: Sendable {
    case text(String)
    case object([String: Wire])
    case array([Wire])
    /// Anything, as it is: numbers, words, and what is no JSON.
    case raw(String)

    /// The JSON; members are sorted by name.
    var json: String {
        switch self {
        case .raw(let json): json
        case .array(let elements): "[" + elements.map(\.json).joined(separator: ",") + "]"
        case .object(let members):
            "{"
                + members.sorted { $0.key < $1.key }.map { Wire.text($0.key).json + ":" + $0.value.json }
                .joined(separator: ",") + "}"
        case .text(let text):
            "\"" + text.unicodeScalars.map(Self.escaped).joined() + "\""
        }
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"", "\\": "\\" + String(scalar)
        case "\0"..<" ": "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
        default: String(scalar)
        }
    }
}

extension Wire: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    init(stringLiteral value: String) { self = .text(value) }
    init(integerLiteral value: Int) { self = .raw("\(value)") }
    init(floatLiteral value: Double) { self = .raw("\(value)") }
    init(booleanLiteral value: Bool) { self = .raw("\(value)") }
    init(nilLiteral: ()) { self = .raw("null") }
    init(arrayLiteral elements: Wire...) { self = .array(elements) }
    init(dictionaryLiteral elements: (String, Wire)...) { self = .object(Dictionary(elements) { $1 }) }
}
