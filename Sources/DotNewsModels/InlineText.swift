/// Text of one paragraph or cell: runs with emphasis and links. A line break is `\n` inside a run.
public struct InlineText: Hashable, Sendable {
    /// A stretch of text in one style.
    public struct Run: Hashable, Sendable {
        /// The text, never empty in a parsed body.
        public var text: String
        /// Whether the text is emphasised (`em`, `i`).
        public var isEmphasized: Bool
        /// Whether the text is strong (`strong`, `b`).
        public var isStrong: Bool
        /// Whether the text is struck through (`del`, `s`, `strike`): taken back by its author.
        public var isStruck: Bool
        /// Where the text leads.
        public var link: WebAddress?

        /// Makes a run; plain unless said otherwise.
        public init(
            _ text: String, isEmphasized: Bool = false, isStrong: Bool = false, isStruck: Bool = false,
            link: WebAddress? = nil
        ) {
            self.text = text
            self.isEmphasized = isEmphasized
            self.isStrong = isStrong
            self.isStruck = isStruck
            self.link = link
        }

        /// Whether the run is text without any style.
        package var isPlain: Bool { !isEmphasized && !isStrong && !isStruck && link == nil }
    }

    /// The runs, in reading order.
    public var runs: [Run]

    /// Makes a text of `runs`.
    public init(_ runs: [Run] = []) { self.runs = runs }

    /// Makes a plain text.
    public init(_ text: String) { runs = text.isEmpty ? [] : [Run(text)] }

    /// The text without styles, and without what is struck through, since that is no longer said.
    public var text: String {
        if runs.count == 1, !runs[0].isStruck { return runs[0].text }
        return runs.contains(where: \.isStruck) ? textWithoutStruck : runs.map(\.text).joined()
    }

    /// The text of the other runs, without the spaces that stood on both sides of what is left out.
    private var textWithoutStruck: String {
        var result = ""
        var isAfterStruck = true
        for run in runs {
            guard !run.isStruck else {
                isAfterStruck = true
                continue
            }
            let isAtSpace = result.last?.isWhitespace ?? true
            result += isAfterStruck && isAtSpace ? run.text.drop(while: \.isWhitespace) : run.text[...]
            isAfterStruck = false
        }
        while result.last?.isWhitespace == true { result.removeLast() }
        return result
    }

    /// Whether there is no text at all.
    public var isEmpty: Bool { runs.allSatisfy(\.text.isEmpty) }
}

extension InlineText: ExpressibleByStringLiteral {
    /// Makes a plain text.
    public init(stringLiteral value: String) { self.init(value) }
}

extension InlineText.Run: Codable {
    private enum CodingKeys: String, CodingKey {
        case text, emphasis, strong, struck, link
    }

    /// Reads what ``encode(to:)`` wrote.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            try container.decode(String.self, forKey: .text),
            isEmphasized: try container.decodeIfPresent(Bool.self, forKey: .emphasis) ?? false,
            isStrong: try container.decodeIfPresent(Bool.self, forKey: .strong) ?? false,
            isStruck: try container.decodeIfPresent(Bool.self, forKey: .struck) ?? false,
            link: try container.decodeIfPresent(WebAddress.self, forKey: .link))
    }

    /// Writes `text`, and of `emphasis`, `strong`, `struck` and `link` what applies.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(text, forKey: .text)
        if isEmphasized { try container.encode(true, forKey: .emphasis) }
        if isStrong { try container.encode(true, forKey: .strong) }
        if isStruck { try container.encode(true, forKey: .struck) }
        try container.encodeIfPresent(link, forKey: .link)
    }
}
