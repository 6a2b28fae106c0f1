import DotNewsFoundation
public import DotNewsModels

/// The content of a share card (海報): what an app draws as a picture for chats and for services that take no links.
///
/// A card carries its link as a QR code, which WeChat reads from the picture. ``svg(_:code:picture:)`` draws one.
public struct SharePoster: Hashable, Sendable {
    /// The title, or the quotation, broken into lines; never more than asked for, the last one cut with "…".
    public let lines: [String]
    /// The name of the edition.
    public let source: String
    /// The day of publication in the edition's time zone and language; empty when it is not known.
    public let date: String
    /// The line beside the code, such as `掃碼閱讀全文`.
    public let invitation: String
    /// The link, for the code; `nil` when nothing is linked.
    public let link: String?
    /// The first picture; `nil` when the article has none.
    public let picture: SharePicture?
    /// The language of the words.
    public let language: LanguageTag
}

extension ShareComposer {
    /// Returns the content of a share card.
    ///
    /// - Parameters:
    ///   - content: The article.
    ///   - width: The width of a line in ems, 4 to 60; 13 by default, as ``SharePoster/svg(_:code:picture:)`` draws it.
    ///   - maximumLines: The most lines, 1 to 40; 6 by default.
    /// - Throws: ``ShareError`` when there is nothing to share.
    public func poster(
        of content: ShareContent, width: Double = 13, maximumLines: Int = 6
    ) throws(ShareError) -> SharePoster {
        let prepared = try PreparedContent(content, composer: self)
        let (address, _) = linkAndChanges(of: prepared, for: .poster)
        let width = min(max(width, 4), 60)
        return SharePoster(
            lines: PosterLines.broken(prepared.lead.whole, width: width, maximum: min(max(maximumLines, 1), 40)),
            source: edition.name, date: content.publishedAt.map(day) ?? "", invitation: invitation,
            link: address?.string, picture: content.images.first.map { SharePicture($0) }, language: edition.language)
    }

    private var invitation: String {
        switch edition.language {
        case .simplifiedChinese: "扫码阅读全文"
        case let language where language.isChinese: "掃碼閱讀全文"
        default: "Scan to read the article"
        }
    }

    private func day(of date: Date) -> String {
        let zone = Double(edition.timeZone.secondsFromGMT(for: date))
        let days = ((date.timeIntervalSince1970 + zone) / 86_400).rounded(.down)
        // Years of four digits; what lies outside is no day of publication.
        guard (-719_000...2_900_000).contains(days) else { return "" }
        let (year, month, day) = CivilDate.fromDays(Int(days))
        if edition.language.isChinese { return "\(year)年\(month)月\(day)日" }
        let names = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ]
        return "\(day) \(names[month - 1]) \(year)"
    }
}

/// Breaks a text into lines of a width, with the widths that letters have on average.
enum PosterLines {
    static func broken(_ text: String, width: Double, maximum: Int) -> [String] {
        var lines: [String] = []
        var rest = text[...]
        while !rest.isEmpty {
            if lines.count == maximum - 1 {
                let last = TextFitter.fit(String(rest)) { self.width(of: $0) <= width ? 0 : 1 }
                return lines + [last.isEmpty ? TextFitter.ellipsis : last]
            }
            let end = lineEnd(in: rest, width: width)
            lines.append(String(rest[..<end].trimmingSpaces()))
            rest = rest[end...].drop { $0.isWhitespace }
        }
        return lines
    }

    /// The end of the first line: the last place where it may be, else behind the last character that fits.
    private static func lineEnd(in text: Substring, width: Double) -> String.Index {
        var used = 0.0
        var lastBreak: String.Index?
        var index = text.startIndex
        var previous: CharacterClass?
        while index < text.endIndex {
            let kind = CharacterClass(text[index])
            if let previous, LineBreaking.allowsBreak(between: previous, and: kind) { lastBreak = index }
            used += self.width(of: text[index], kind)
            // A space at the end of a line takes no room.
            if used > width, kind != .space {
                return lastBreak ?? (index == text.startIndex ? text.index(after: index) : index)
            }
            previous = kind
            index = text.index(after: index)
        }
        return text.endIndex
    }

    private static func width(of text: String) -> Double {
        text.reduce(0) { $0 + width(of: $1, CharacterClass($1)) }
    }

    private static func width(of character: Character, _ kind: CharacterClass) -> Double {
        guard let ascii = character.asciiValue else {
            return kind == .emoji ? 1.4 : character.utf8.count == 2 ? 0.65 : 1
        }
        switch ascii {
        case UInt8(ascii: "i"), UInt8(ascii: "j"), UInt8(ascii: "l"), 0x20...0x22, 0x27...0x29, 0x2C...0x2F, 0x3A, 0x3B,
            0x7C:
            return 0.36
        case UInt8(ascii: "M"), UInt8(ascii: "W"), UInt8(ascii: "m"), UInt8(ascii: "w"), 0x25, 0x40: return 0.95
        case 0x41...0x5A: return 0.74
        default: return 0.6
        }
    }
}
