import DotNewsFoundation
import Testing

@Suite struct ScalarClassTests {
    /// Every code point that is a character, with the class that the Unicode Character Database gives it.
    private static func expected(_ scalar: Unicode.Scalar) -> ScalarClass {
        let properties = scalar.properties
        switch scalar.value {
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029: return .lineBreak
        case 0x3000: return .ideographicSpace
        case 0x061C, 0x200E, 0x200F: return .directionMark
        case 0x200C, 0x200D: return .joiner
        case 0xE0020...0xE007F: return .tag
        // Selectors of emoji are shown by the character before them; U+FFF9 to U+FFFC have properties of their own.
        case 0xFE00...0xFE0F: return .visible
        case 0xFFF9...0xFFFC: return .invisible
        default: break
        }
        if properties.isWhitespace { return .space }
        if properties.generalCategory == .control { return .control }
        if properties.isNoncharacterCodePoint { return .noncharacter }
        if properties.isBidiControl { return .directionControl }
        return properties.isDefaultIgnorableCodePoint ? .invisible : .visible
    }

    @Test func `every code point has the class that its Unicode properties say`() {
        var faults: [String] = []
        for value in 0...0x10FFFF as ClosedRange<UInt32> {
            guard let scalar = Unicode.Scalar(value) else {
                if ScalarClass(value) != .noncharacter { faults.append(String(value, radix: 16)) }
                continue
            }
            if ScalarClass(scalar) != Self.expected(scalar) {
                faults.append("\(String(value, radix: 16)): \(ScalarClass(scalar))")
            }
        }
        #expect(faults == [])
    }

    @Test(
        arguments: [
            (0x00...0x08, ScalarClass.control), (0x0E...0x1F, .control), (0x7F...0x84, .control),
            (0x86...0x9F, .control),
            (0x21...0x7E, .visible), (0x202A...0x202E, .directionControl), (0x2066...0x2069, .directionControl),
            (0x2060...0x2065, .invisible), (0xFEFF...0xFEFF, .invisible), (0xFDD0...0xFDEF, .noncharacter),
            (0xFFFE...0xFFFF, .noncharacter), (0x10FFFE...0x110000, .noncharacter), (0x4E00...0x9FFF, .visible),
            (0x1F300...0x1FAFF, .visible), (0xE0000...0xE001F, .invisible), (0xE0080...0xE0FFF, .invisible),
        ] as [(ClosedRange<UInt32>, ScalarClass)])
    func `whole ranges have one class`(range: ClosedRange<UInt32>, kind: ScalarClass) {
        #expect(range.allSatisfy { ScalarClass($0) == kind })
    }

    @Test func `a clean line is one that no filter changes`() {
        for line in ["", "a b", "點新聞　頭條 “引號”，全形！", "Café 😀", "가나다"] { #expect(line.isCleanLine, "\(line)") }
        for value in 0...0x10FFFF as ClosedRange<UInt32> {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let isClean = "點\(Character(scalar))a".isCleanLine
            let kind = ScalarClass(scalar)
            guard isClean == (kind == .visible || kind == .ideographicSpace || scalar == " ") else {
                Issue.record("U+\(String(value, radix: 16))")
                return
            }
        }
        for line in [" a", "a ", "a  b", "a　 b", "a　　b", "　a", "a　", "a\tb", "a\nb", "a\u{7F}", "e\u{200D}f"] {
            #expect(!line.isCleanLine, "\(line)")
        }
    }

    @Test func `a text of inert characters is in normalization form C, whatever order they stand in`() {
        // Each before and behind a character that composes with the most others.
        for value in 0...0x10FFFF as ClosedRange<UInt32> {
            guard let scalar = Unicode.Scalar(value), scalar.isInertInComposition else { continue }
            guard scalar.properties.canonicalCombiningClass == .notReordered,
                !scalar.properties.isFullCompositionExclusion
            else {
                Issue.record("U+\(String(value, radix: 16))")
                return
            }
        }
        for scalar in ["\u{301}", "\u{3099}", "\u{1161}", "\u{11A8}", "\u{2F800}", "\u{F900}", "\u{340}", "\u{9BE}"]
            as [Unicode.Scalar]
        {
            #expect(!scalar.isInertInComposition)
        }
    }
}
