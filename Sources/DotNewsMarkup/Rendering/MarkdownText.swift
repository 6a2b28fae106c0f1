import DotNewsModels

/// Text of a paragraph as Markdown.
enum MarkdownText {
    /// Escapes everything in `text` that could be markup, at the start of a line too.
    static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count + 16)
        var atLineStart = true
        /// Digits since the start of the line, which a full stop would make a list.
        var isNumber = true
        // By scalars: a combining mark would make another character of the one that has to be escaped.
        for character in text.unicodeScalars {
            switch character {
            case "\\", "`", "*", "_", "[", "]", "<", ">", "|", "~", "#", "&", "$":
                result.append("\\")
            case "+", "-", "=", ":":
                if atLineStart { result.append("\\") }
            case ".", ")":
                if !atLineStart, isNumber { result.append("\\") }
            default: break
            }
            result.unicodeScalars.append(character)
            if character == "\n" {
                atLineStart = true
                isNumber = true
            } else if !(atLineStart && character == " ") {
                atLineStart = false
                isNumber = isNumber && ("0"..."9").contains(character)
            }
        }
        return result
    }

    /// An address between the parentheses of a link.
    static func destination(_ address: WebAddress) -> String {
        var result = ""
        for character in address.string {
            if "()\\&*_".contains(character) { result.append("\\") }
            result.append(character)
        }
        return result
    }

    static func link(_ text: String, to address: WebAddress) -> String {
        "[" + escaped(text) + "](" + destination(address) + ")"
    }

    /// A paragraph: styles, links and line breaks.
    static func inline(_ text: InlineText) -> String {
        let runs = text.filtered.withPlainStruck.runs
        var result = ""
        var lineStart = true
        var index = 0
        while index < runs.count {
            // Neighbouring runs of one link are one link.
            let link = runs[index].link
            var end = index + 1
            while link != nil, end < runs.count, runs[end].link == link { end += 1 }
            let before = runs[..<index].last?.text.last
            let after = end < runs.count ? runs[end].text.first : nil
            let content = styled(
                runs[index..<end], before: link == nil ? before : "[", after: link == nil ? after : "]",
                touchesMarker: link == nil && result.hasSuffix("*") && !result.hasSuffix("\\*"), lineStart: lineStart)
            result += link.map { "[" + content + "](" + destination($0) + ")" } ?? content
            lineStart = result.hasSuffix("\n")
            index = end
        }
        return result
    }

    private static func styled(
        _ runs: ArraySlice<InlineText.Run>, before: Character?, after: Character?, touchesMarker: Bool, lineStart: Bool
    ) -> String {
        var result = ""
        for index in runs.indices {
            let run = runs[index]
            let left = index > runs.startIndex ? runs[index - 1].text.last : before
            let right = index + 1 < runs.endIndex ? runs[index + 1].text.first : after
            let marker = run.isStruck ? "~~" : (run.isStrong ? "**" : "") + (run.isEmphasized ? "*" : "")
            let isAtLineStart = index == runs.startIndex ? lineStart : result.hasSuffix("\n")
            let touches =
                index == runs.startIndex ? touchesMarker : result.hasSuffix("*") && !result.hasSuffix("\\*")
            let lines = run.text.split(separator: "\n", omittingEmptySubsequences: false)
            for (number, line) in lines.enumerated() {
                if number > 0 { result += "\\\n" }
                let isFirst = number == 0
                let startsLine = isFirst ? isAtLineStart : true
                // Four spaces at the start of a line would make it code.
                let line = startsLine ? line.drop { $0 == " " } : line
                result += marked(
                    line, marker: isFirst && touches && !run.isStruck ? "" : marker, before: isFirst ? left : nil,
                    after: number == lines.count - 1 ? right : nil, atLineStart: startsLine)
            }
        }
        return result
    }

    /// Puts `text` between markers, where markers work: not beside white space, and beside punctuation only when the
    /// character on the other side is none (CommonMark 0.31, section 6.2). White space and punctuation that would keep the
    /// markers from working are left outside them, which is what Chinese quotation marks need.
    private static func marked(
        _ text: Substring, marker: String, before: Character?, after: Character?, atLineStart: Bool
    ) -> String {
        func escapedPart(_ part: Substring) -> String {
            let escaped = escaped(atLineStart && part.startIndex == text.startIndex ? String(part) : "a" + part)
            return atLineStart && part.startIndex == text.startIndex ? escaped : String(escaped.dropFirst())
        }
        guard !marker.isEmpty, !text.isEmpty else { return escapedPart(text) }
        var start = text.startIndex
        var end = text.endIndex
        while start < end {
            let outside = start > text.startIndex ? text[text.index(before: start)] : before
            if text[start].isWhitespace || isPunctuation(text[start]) && !isBoundary(outside) {
                start = text.index(after: start)
            } else {
                break
            }
        }
        while end > start {
            let last = text[text.index(before: end)]
            let outside = end < text.endIndex ? text[end] : after
            if last.isWhitespace || isPunctuation(last) && !isBoundary(outside) {
                end = text.index(before: end)
            } else {
                break
            }
        }
        guard start < end else { return escapedPart(text) }
        let inner = escapedPart(text[start..<end])
        return escapedPart(text[..<start]) + marker + inner + String(marker.reversed()) + escapedPart(text[end...])
    }

    private static func isBoundary(_ character: Character?) -> Bool {
        guard let character else { return true }
        return character.isWhitespace || isPunctuation(character)
    }

    private static func isPunctuation(_ character: Character) -> Bool {
        character.isPunctuation || character.isSymbol
    }
}

extension InlineText {
    /// The same text with no other styles in what is struck, so that it can stand between one pair of markers.
    fileprivate var withPlainStruck: InlineText {
        guard runs.contains(where: \.isStruck) else { return self }
        return InlineText(
            runs.map { $0.isStruck ? InlineText.Run($0.text, isStruck: true, link: $0.link) : $0 }
        ).merged
    }
}
