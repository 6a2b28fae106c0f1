// Writes the tables of the search tokenizer from the Unicode data of the Swift toolchain and its ICU:
//
//     swiftc -O Scripts/generate-search-folding.swift -o /tmp/generate-search-folding
//     /tmp/generate-search-folding Sources/DotNewsPersistence/Search
//
// Run it again when a newer toolchain brings newer data, and raise `SearchTokenizer.version` when a table changes.
import Foundation

/// One scalar, as the tables see it.
enum Folding: Equatable {
    case separator
    case ignorable
    case letters(String)
}

/// Blocks whose non-spacing marks are diacritics; elsewhere (Thai, Devanagari…) marks are letters of their own.
let diacriticRanges: [ClosedRange<UInt32>] = [
    0x0300...0x036F, 0x0483...0x0489, 0x0591...0x05C7, 0x0610...0x061A, 0x064B...0x065F, 0x0670...0x0670,
    0x06D6...0x06ED, 0x08CA...0x08FF, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F,
    0x302A...0x302F,
]

func isDiacritic(_ scalar: Unicode.Scalar) -> Bool {
    diacriticRanges.contains { $0.contains(scalar.value) } && isMark(scalar)
}

func isMark(_ scalar: Unicode.Scalar) -> Bool {
    [.nonspacingMark, .spacingMark, .enclosingMark].contains(scalar.properties.generalCategory)
}

func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
        .letterNumber, .otherNumber, .privateUse:
        true
    case .nonspacingMark, .spacingMark, .enclosingMark: !isDiacritic(scalar)
    default: false
    }
}

/// The simplified form of a character, asked again until it stays, so that folding twice changes nothing. Of
/// characters that lead to each other in a circle, the first.
func toSimplified(_ text: String) -> String {
    var seen = [text]
    while true {
        let next = seen[seen.count - 1].applyingTransform(StringTransform("Hant-Hans"), reverse: false)!
        if next == seen[seen.count - 1] { return next }
        if let start = seen.firstIndex(of: next) { return seen[start...].min()! }
        seen.append(next)
    }
}

func isHan(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    return (0x3400...0x4DBF).contains(value) || (0x4E00...0x9FFF).contains(value)
        || (0xF900...0xFAFF).contains(value) || (0x20000...0x3FFFF).contains(value)
}

func toHiragana(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    (0x30A1...0x30F6).contains(scalar.value) || (0x30FD...0x30FE).contains(scalar.value)
        ? Unicode.Scalar(scalar.value - 0x60)! : scalar
}

func fold(_ scalar: Unicode.Scalar) -> Folding {
    let value = scalar.value
    if (0xAC00...0xD7A3).contains(value) || (0x1100...0x11FF).contains(value) { return .letters(String(scalar)) }
    // The sound marks of kana are composed by the tokenizer.
    if [0x3099, 0x309A, 0xFF9E, 0xFF9F].contains(value) { return .ignorable }
    if scalar.properties.isDefaultIgnorableCodePoint || isDiacritic(scalar) || scalar.properties.isVariationSelector {
        return .ignorable
    }
    guard isLetter(scalar) else {
        // Letters and numbers in circles and squares, which Unicode calls symbols.
        guard (0x2460...0x24FF).contains(value) || (0x3200...0x33FF).contains(value) else { return .separator }
        let letters = compose(scalar)
        return !letters.isEmpty && letters.unicodeScalars.allSatisfy(isLetter) ? .letters(letters) : .separator
    }
    let letters = compose(scalar)
    guard !letters.isEmpty, letters.unicodeScalars.allSatisfy(isLetter) else { return .letters(String(scalar)) }
    return .letters(letters)
}

func compose(_ scalar: Unicode.Scalar) -> String {
    if let digit = scalar.properties.numericType == .decimal ? scalar.properties.numericValue : nil {
        return String(Int(digit))
    }
    // Precomposed kana keep their sound marks, and Indic letters their dots.
    let compatible = String(scalar).precomposedStringWithCompatibilityMapping
    var result = ""
    for character in compatible.unicodeScalars {
        if (0x3041...0x30FF).contains(character.value) {
            result.unicodeScalars.append(toHiragana(character))
        } else if isHan(character) {
            result += toSimplified(String(character))
        } else {
            let decomposed = String(character).decomposedStringWithCanonicalMapping.unicodeScalars
            let bare = String(String.UnicodeScalarView(decomposed.filter { !isDiacritic($0) }))
            let lower = bare.uppercased().lowercased().decomposedStringWithCanonicalMapping.unicodeScalars
            let folded = String(String.UnicodeScalarView(lower.filter { !isDiacritic($0) }))
            let isLatin = folded.unicodeScalars.allSatisfy { $0.value < 0x250 || (0x1E00...0x1EFF).contains($0.value) }
            result +=
                isLatin
                ? folded.applyingTransform(StringTransform("Latin-ASCII"), reverse: false)!.lowercased() : folded
        }
    }
    return result
}

func hex(_ value: UInt32) -> String { String(value, radix: 16, uppercase: true) }

/// Lines of at most 110 columns, for a multi-line string literal.
func literal(_ words: [String], separator: String = " ", width: (String) -> Int = \.count) -> String {
    var lines: [String] = []
    var line = ""
    var columns = 0
    for word in words {
        if columns + width(word) + 1 > 104, !line.isEmpty {
            lines.append(line)
            line = ""
            columns = 0
        }
        line += word + separator
        columns += width(word) + separator.count
    }
    lines.append(line)
    return lines.map { "        \($0)\\" }.joined(separator: "\n")
}

var letterRanges: [ClosedRange<UInt32>] = []
var ignorableRanges: [ClosedRange<UInt32>] = []
var folds: [(from: UInt32, to: [UInt32])] = []
var han: [String] = []

func extend(_ ranges: inout [ClosedRange<UInt32>], _ value: UInt32) {
    if let last = ranges.last, last.upperBound + 1 == value {
        ranges[ranges.count - 1] = last.lowerBound...value
    } else {
        ranges.append(value...value)
    }
}

for value in Array(UInt32(0x80)...0x3FFFF) + Array(0xE0000...0xE0FFF) {
    guard let scalar = Unicode.Scalar(value) else { continue }
    switch fold(scalar) {
    case .separator: break
    case .ignorable: extend(&ignorableRanges, value)
    case .letters(let letters):
        extend(&letterRanges, value)
        guard letters != String(scalar) || letters.unicodeScalars.count != 1 || letters.unicodeScalars.first != scalar
        else { continue }
        if isHan(scalar), !(0xF900...0xFAFF).contains(value), !(0x2F800...0x2FA1F).contains(value),
            letters.unicodeScalars.count == 1
        {
            han.append(String(scalar) + letters)
        } else {
            folds.append((value, letters.unicodeScalars.map(\.value)))
        }
    }
}

/// Folds as words; neighbours that fold to neighbours, or all to the same, are one word.
func words(_ folds: [(from: UInt32, to: [UInt32])]) -> [String] {
    var words: [String] = []
    var index = 0
    func length(step: UInt32) -> Int {
        guard folds[index].to.count == 1 else { return 1 }
        var end = index + 1
        while end < folds.count, folds[end].from == folds[end - 1].from + 1,
            folds[end].to == [folds[end - 1].to[0] + step]
        {
            end += 1
        }
        return end - index
    }
    while index < folds.count {
        let fold = folds[index]
        let (ascending, same) = (length(step: 1), length(step: 0))
        let count = max(ascending, same)
        let last = hex(folds[index + count - 1].from)
        let target = fold.to.map(hex).joined(separator: "+")
        if count == 1 {
            words.append("\(hex(fold.from))=\(target)")
        } else {
            words.append("\(hex(fold.from))-\(last)\(ascending >= same ? ">" : "=")\(target)")
        }
        index += count
    }
    return words
}

func ranges(_ list: [ClosedRange<UInt32>]) -> [String] {
    list.map { $0.count == 1 ? hex($0.lowerBound) : hex($0.lowerBound) + "-" + hex($0.upperBound) }
}

let folder = URL(fileURLWithPath: CommandLine.arguments[1])
let notice = """
    // Generated by Scripts/generate-search-folding.swift. Do not edit.
    //
    // Source: the Unicode Character Database, as the Swift standard library and ICU (in Foundation) carry it.
    // Copyright © 1991-2024 Unicode, Inc. Unicode License v3, https://www.unicode.org/license.txt

    """

try """
\(notice)
extension FoldingData {
    /// Each Han character whose simplified form is another one, followed by that form: ICU's `Hant-Hans`
    /// transform (from CLDR), asked character by character.
    static let simplifiedForms: StaticString = \"\"\"
\(literal(han, separator: "", width: { $0.count * 2 }))

        \"\"\"
}

""".write(to: folder.appendingPathComponent("FoldingData+Han.swift"), atomically: true, encoding: .utf8)

try """
\(notice)
extension FoldingData {
    /// Scalars outside ASCII that belong to words, in ranges of hexadecimal numbers.
    static let letters: StaticString = \"\"\"
\(literal(ranges(letterRanges)))

        \"\"\"

    /// Scalars that are skipped, whether in a word or between words: diacritics, variation selectors, format
    /// controls.
    static let ignorable: StaticString = \"\"\"
\(literal(ranges(ignorableRanges)))

        \"\"\"
}

""".write(to: folder.appendingPathComponent("FoldingData+Classes.swift"), atomically: true, encoding: .utf8)

try """
\(notice)
extension FoldingData {
    /// Letters that fold to others: case, diacritics, width, compatibility forms, katakana to hiragana.
    ///
    /// `a=b+c`: a folds to b and c. `a-b=c`: all from a to b fold to c. `a-b>c`: a folds to c, the next to the next.
    static let letterFolds: StaticString = \"\"\"
\(literal(words(folds)))

        \"\"\"
}

""".write(to: folder.appendingPathComponent("FoldingData+Letters.swift"), atomically: true, encoding: .utf8)
print(
    "\(letterRanges.count) ranges of letters, \(ignorableRanges.count) ignorable, \(folds.count) folds, \(han.count) Han"
)
