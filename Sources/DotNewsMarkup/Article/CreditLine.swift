import DotNewsFoundation
import DotNewsModels

/// The line that names those who made the article: `(Source: Ta Kung Pao; English Editor: Darius)`, `（來源：大公報）`,
/// `責任編輯：阿達`.
struct CreditLine {
    private enum Field {
        case source, editor, author, other
    }

    /// The widest line, in columns; a longer one is a paragraph that happens to start with a label.
    private static let longest = 240

    private static let longestInBytes = longest * 4

    private(set) var credits: Credits

    /// Reads a whole paragraph; `nil` when it is none.
    init?(_ text: Substring) {
        // No character takes more than four bytes or fewer than no columns; decides for long paragraphs.
        guard text.utf8.count <= Self.longestInBytes else { return nil }
        guard let first = text.unicodeScalars.first, Self.mayBegin(with: first) else { return nil }
        var line = text.trimmed()
        if let (before, inner) = CaptionCredit.trailingBracket(line), before.trimmed().isEmpty {
            line = inner.trimmed()
        }
        guard Self.label(startingAt: line) != nil else { return nil }
        line = TextFilter.line(String(line))[...]
        guard TerminalText.width(of: line) <= Self.longest, let credits = Self.read(line) else { return nil }
        self.credits = credits
    }

    /// Reads a paragraph that is a credit line, or whose last line, or the bracket at its end, is one.
    ///
    /// - Returns: The credits, and what of the paragraph stands before them.
    /// - Complexity: O(1): only as much of the end is looked at as a credit line may have.
    static func atEnd(of text: Substring) -> (line: CreditLine, before: Substring)? {
        if let line = CreditLine(text) { return (line, text.prefix(0)) }
        // A bracket has at most four bytes of full stops behind it, and signs of three.
        let end = Substring(text.utf8.suffix(longestInBytes + 10))
        if let lineBreak = end.utf8.lastIndex(of: 0x0A), let line = CreditLine(text[lineBreak...]) {
            return (line, text[..<lineBreak])
        }
        guard let (before, inner) = CaptionCredit.trailingBracket(end), before.endIndex > text.startIndex,
            let line = CreditLine(inner)
        else { return nil }
        return (line, text[..<before.endIndex])
    }

    /// Labels by their first character, the longest first, so that "資料來源" is not read as a label that starts like it.
    private static let labels = Dictionary(grouping: allLabels.sorted { $0.name.count > $1.name.count }) {
        $0.name.first
    }

    /// The first characters of the labels, which decide for almost every paragraph.
    private static let beginnings = Set(allLabels.compactMap { $0.name.unicodeScalars.first?.value })

    private static let allLabels: [(name: String, field: Field)] = [
        (
            Field.source,
            """
            source|sources|news source|來源|来源|資料來源|资料来源|消息來源|消息来源|新聞來源|新闻来源|文章來源|文章来源|稿源|稿件來源|稿件来源|原文來源|原文来源
            """
        ),
        (
            .editor,
            """
            english editor|editor|editors|edited by|web editor|chief editor|責任編輯|责任编辑|編輯|编辑|責編|责编|英文編輯|英文编辑|網絡編輯|网络编辑|\
            編輯人員|执行编辑|執行編輯
            """
        ),
        (
            .author,
            """
            author|authors|reporter|reporters|reported by|reporting by|writer|written by|text by|text|by|作者|記者|记者|撰文|文|文字|採訪|采访|\
            撰稿|報道|报道|撰稿人|本報記者|本报记者
            """
        ),
        (
            .other,
            """
            photo|photos|photo credit|photo by|photos by|photographer|video|video by|translator|translated by|圖|图|圖片|图片|圖源|图源|圖片來源|\
            图片来源|攝影|摄影|攝|視頻|视频|剪輯|剪辑|翻譯|翻译|譯者|译者|校對|校对|審核|审核|監製|监制|編審|编审|美編|美编|設計|设计
            """
        ),
    ].flatMap { field, names in names.split(separator: "|").map { (String($0), field) } }

    /// Every label with its place, from left to right; `nil` when the text does not start with one.
    private static func read(_ line: Substring) -> Credits? {
        var parts = [(field: Field, value: Substring)]()
        var rest = line
        while !rest.isEmpty {
            guard let label = label(startingAt: rest) else { return nil }
            var end = label.rest.startIndex
            // The value goes on to the next label.
            while end < label.rest.endIndex {
                if isDelimiter(label.rest[end]) {
                    let after = label.rest[end...].drop(while: isDelimiter)
                    if after.isEmpty || self.label(startingAt: after) != nil { break }
                }
                end = label.rest.index(after: end)
            }
            parts.append((label.field, trimmed(label.rest[..<end])))
            rest = label.rest[end...].drop(while: isDelimiter)
        }
        guard parts.contains(where: { $0.field != .other }) else { return nil }
        var credits = Credits(line: String(line))
        for (field, value) in parts where !value.isEmpty {
            switch field {
            case .source where credits.source.isEmpty: credits.source = String(value)
            case .editor where credits.editor.isEmpty: credits.editor = String(value)
            case .author where credits.author.isEmpty: credits.author = String(value)
            default: break
            }
        }
        return credits
    }

    /// Whether a line of credits may begin with `scalar`: a bracket, white space, or a label. Decides for almost every
    /// paragraph.
    private static func mayBegin(with scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x5B:
            !(0x30...0x39).contains(scalar.value)
                && (scalar.value < 0x41 || scalar.value == 0x5B || isBeginning(scalar))
        case 0x3000...0x303F, 0xFF00...0xFFEF: true
        default: isBeginning(scalar)
        }
    }

    private static func isBeginning(_ scalar: Unicode.Scalar) -> Bool {
        beginnings.contains(scalar.value | (scalar.isASCII ? 0x20 : 0))
    }

    private static func label(startingAt text: Substring) -> (field: Field, rest: Substring)? {
        guard let first = text.unicodeScalars.first, isBeginning(first) else { return nil }
        let lowered = text.prefix(24).lowercased()
        guard let candidates = labels[lowered.first] else { return nil }
        for (name, field) in candidates where lowered.hasPrefix(name) {
            let rest = text.dropFirst(name.count)
            let afterSpaces = rest.drop(while: { $0.isWhitespace })
            if let first = afterSpaces.first, ":：︰".contains(first) {
                return (field, afterSpaces.dropFirst().drop(while: { $0.isWhitespace }))
            }
            // "Edited by Ada" needs no colon.
            if name.hasSuffix(" by"), rest.first?.isWhitespace == true, !afterSpaces.isEmpty {
                return (field, afterSpaces)
            }
        }
        return nil
    }

    private static func isDelimiter(_ character: Character) -> Bool {
        character.isWhitespace || ";；,，、|｜/／·.。".contains(character)
    }

    private static func trimmed(_ value: Substring) -> Substring {
        var value = value.trimmed()
        while let last = value.last, ";；,，、|｜/／·。".contains(last) || last.isWhitespace { value.removeLast() }
        return value
    }
}

extension Credits {
    /// Adds what another line of the same article says; what is known already stays.
    mutating func add(_ other: Credits) {
        let addsSomething =
            !other.author.isEmpty && author != other.author || !other.editor.isEmpty && editor != other.editor
            || !other.source.isEmpty && source != other.source
        if author.isEmpty { author = other.author }
        if editor.isEmpty { editor = other.editor }
        if source.isEmpty { source = other.source }
        // The page repeats the editor below the article; the line that says nothing new is the page's, not the article's.
        if line.isEmpty {
            line = addsSomething ? other.line : ""
        } else if addsSomething {
            line += "; " + other.line
        }
    }
}
