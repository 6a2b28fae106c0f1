import DotNewsFoundation
import Foundation
import DotNewsTestSupport

/// Any JSON value, to compare readers and to write test material.
///
/// Truth values compare as 1 and 0, as Foundation does not tell them apart.
indirect enum JSONTree: Equatable {
    case object([(name: String, value: JSONTree)])
    case array([JSONTree])
    case string(String)
    case number(Double)
    case null

    static func == (lhs: JSONTree, rhs: JSONTree) -> Bool {
        switch (lhs, rhs) {
        case (.object(let one), .object(let other)):
            one.sorted { $0.name < $1.name }.elementsEqual(other.sorted { $0.name < $1.name }) {
                $0.name.unicodeScalars.elementsEqual($1.name.unicodeScalars) && $0.value == $1.value
            }
        case (.array(let one), .array(let other)): one == other
        // By code points: strings that only look the same are not what was written.
        case (.string(let one), .string(let other)): one.unicodeScalars.elementsEqual(other.unicodeScalars)
        case (.number(let one), .number(let other)): one == other
        case (.null, .null): true
        default: false
        }
    }

    /// Reads the value that comes next; what JSON does not know is `null`.
    init(from scanner: inout JSONScanner) throws(JSONFault) {
        switch try scanner.nextKind() {
        case .object:
            var members = [(name: String, value: JSONTree)]()
            try scanner.enterObject()
            while try scanner.nextName() != nil {
                let name = scanner.currentName
                members.append((name, try JSONTree(from: &scanner)))
            }
            self = .object(members)
        case .array:
            var elements = [JSONTree]()
            try scanner.enterArray()
            while try scanner.nextElement() { elements.append(try JSONTree(from: &scanner)) }
            self = .array(elements)
        case .string, .word:
            switch try scanner.scalar() {
            case .string(let text): self = .string(text)
            case .integer(let value): self = .number(Double(value))
            case .number(let value): self = .number(value)
            case .boolean(let value): self = .number(value ? 1 : 0)
            case .null, .other: self = .null
            }
        }
    }

    /// Takes what `JSONSerialization` made.
    init(_ value: Any) throws {
        switch value {
        case let text as String: self = .string(text)
        case let object as [String: Any]: self = .object(try object.map { ($0.key, try JSONTree($0.value)) })
        case let array as [Any]: self = .array(try array.map { try JSONTree($0) })
        case let number as NSNumber: self = .number(number.doubleValue)
        case is NSNull: self = .null
        default: throw CocoaError(.propertyListReadCorrupt)
        }
    }

    var hasDuplicates: Bool {
        switch self {
        case .object(let members):
            Set(members.map(\.name)).count < members.count || members.contains { $0.value.hasDuplicates }
        case .array(let elements): elements.contains { $0.hasDuplicates }
        default: false
        }
    }

    // MARK: Test material

    /// A random value; the deeper, the simpler.
    static func random(using generator: inout SeededGenerator, depth: Int) -> JSONTree {
        switch Int.random(in: 0..<(depth < 4 ? 8 : 4), using: &generator) {
        case 0: .null
        case 1: .number(numbers.randomElement(using: &generator)!)
        case 2, 3: .string(randomText(using: &generator))
        case 4, 5:
            .array(
                (0..<Int.random(in: 0...4, using: &generator)).map { _ in random(using: &generator, depth: depth + 1) })
        default:
            .object(
                (0..<Int.random(in: 0...4, using: &generator)).map { index in
                    ("\(index)" + randomText(using: &generator), random(using: &generator, depth: depth + 1))
                })
        }
    }

    private static let numbers: [Double] = [0, 1, -1, 7, 2.5, -0.125, 1e10, 1.5e-5, 1_762_154_940_000_000]

    private static func randomText(using generator: inout SeededGenerator) -> String {
        let letters = Array("abc xyz019,.:{}[]點新聞港灣简体无　é🚀𠮷\"\\/")
        let count = Int.random(in: 0...12, using: &generator)
        return String((0..<count).map { _ in letters.randomElement(using: &generator)! })
    }

    /// The value as JSON, with spaces and escapes where they may be.
    func text(using generator: inout SeededGenerator) -> String {
        func space() -> String { Int.random(in: 0..<4, using: &generator) == 0 ? " " : "" }
        switch self {
        case .null: return "null"
        case .number(let number):
            return number == number.rounded() && Bool.random(using: &generator) ? String(Int(number)) : "\(number)"
        case .string(let text): return Self.quoted(text, using: &generator)
        case .array(let elements):
            var parts = [String]()
            for element in elements { parts.append(space() + element.text(using: &generator) + space()) }
            return "[" + (parts.isEmpty ? space() : parts.joined(separator: ",")) + "]"
        case .object(let members):
            var parts = [String]()
            for (name, value) in members {
                parts.append(
                    space() + Self.quoted(name, using: &generator) + space() + ":" + space()
                        + value.text(using: &generator))
            }
            return "{" + parts.joined(separator: ",") + space() + "}"
        }
    }

    private static func quoted(_ text: String, using generator: inout SeededGenerator) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" {
                result += "\\" + String(scalar)
            } else if Int.random(in: 0..<5, using: &generator) == 0 {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16, uppercase: Bool.random(using: &generator))
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            } else {
                result += String(scalar)
            }
        }
        return result + "\""
    }
}
