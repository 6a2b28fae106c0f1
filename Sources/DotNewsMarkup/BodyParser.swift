import DotNewsFoundation
public import DotNewsModels

/// What a body's markup says.
public struct ParsedBody: Hashable, Sendable {
    /// The blocks.
    public var body: ArticleBody
    /// What the credit line at the end says; empty when there is none.
    public var credits: Credits
    /// The articles linked under "Related News:" or its Chinese counterparts, in their order.
    public var related: [RelatedLink]
    /// What was left out and why, in English, at most one sentence a kind.
    public var warnings: [String]
    /// Whether the body was refused because reading it took longer than ``MarkupLimits/processorTime``; nothing else of it
    /// is there then.
    public var isRefused = false

    /// Creates a body.
    public init(
        body: ArticleBody, credits: Credits = Credits(), related: [RelatedLink] = [], warnings: [String] = []
    ) {
        self.body = body
        self.credits = credits
        self.related = related
        self.warnings = warnings
    }
}

/// Reads the HTML of an article's body into blocks.
///
/// The markup is taken for hostile. Blocks are made from a list of known elements and attributes; scripts, styles,
/// event handlers, forms, objects, vector graphics and templates have no way into them. Addresses are absolute
/// `http` or `https` or absent. No input makes the parser fail, and none makes it slow: time and memory grow with
/// the input, which ``MarkupLimits`` bounds. It bounds the processor time as well, should an input be found that is slow
/// all the same: such a body is refused (``ParsedBody/isRefused``). Nothing is fetched.
///
/// A parser is a value without state: one may be used from any number of tasks at once.
///
/// ```swift
/// let parsed = BodyParser(base: article.address).parse(article.content)
/// ```
///
/// What becomes what:
///
/// - White space collapses as in a browser, `&nbsp;` included; a line break of the source between two Chinese or
///   Japanese characters disappears. Ideographic spaces that indent a line go, as do zero-width characters,
///   control characters and characters that override the direction of text.
/// - `<br>` is `\n` in a paragraph; two in a row, or one before an ideographic indent, start a new paragraph.
/// - `<h1>` to `<h6>` are subheads of level 2 to 6. A paragraph at the top level that is strong throughout and at
///   most ``subheadColumns`` columns wide is a subhead of level 3.
/// - The first paragraph is the lead quote when quotation marks surround it, and so is a quotation that comes before any
///   other text.
/// - A bracket at the end of a caption is its credit when it names a photographer, an agency or a source.
/// - Character references are those of HTML 5; 128 to 159 are Windows-1252. `<q>` becomes the marks of its language.
/// - `<sup>` and `<sub>` become raised and lowered characters, or `^` and `_` where there are none. Struck text is kept as such.
/// - An ordered list has the numbers that `start`, `reversed`, `value` and `type` give it. Cells that cover several columns or
///   rows are followed by empty ones.
/// - An image that a script would load has the address that the script would take; an image that stands for a character or
///   a formula is that text.
/// - Images of one gallery, swiper or list are a gallery; a table of one cell is what is in the cell.
/// - Text without any markup is split at its empty lines, or at its lines when it has no empty ones. A body whose
///   markup was escaped once too often is read as what it meant.
public struct BodyParser: Sendable {
    /// The widest strong paragraph that counts as a subhead, in columns: 120 Latin or 60 Chinese characters.
    public static let subheadColumns = 120

    private let base: WebAddress
    private let limits: MarkupLimits

    /// Makes a parser for bodies whose relative addresses are relative to `base`.
    public init(base: WebAddress, limits: MarkupLimits = .standard) {
        self.base = base
        self.limits = limits
    }

    /// Reads a body.
    public func parse(_ html: String) -> ParsedBody {
        var html = html
        var timeLimit = ProcessorTimeLimit(limits.processorTime)
        let parsed = html.withUTF8 { parse($0, attempt: .first, timeLimit) }
        guard timeLimit.check() else { return parsed }
        var refused = ParsedBody(
            body: ArticleBody(),
            warnings: ["Reading the body took more than \(limits.processorTime) of processor time; it was left out."])
        refused.isRefused = true
        return refused
    }

    /// Reads a body from UTF-8. Bytes that are not UTF-8 become U+FFFD.
    public func parse(utf8 bytes: some Collection<UInt8>) -> ParsedBody {
        parse(String(decoding: bytes, as: UTF8.self))
    }

    /// Why a text is read; each reason to read again is taken once.
    private enum Attempt {
        case first, unescaped, plainText, insideForms
    }

    private func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, attempt: Attempt, _ timeLimit: ProcessorTimeLimit
    ) -> ParsedBody {
        var input = bytes
        var warnings = [String]()
        if bytes.count > limits.inputBytes {
            var end = limits.inputBytes
            while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
            input = UnsafeBufferPointer(rebasing: bytes[..<end])
            warnings.append("The body has \(bytes.count) bytes; what follows the first \(end) was left out.")
        }
        if attempt == .first, !input.contains(UInt8(ascii: "<")), let parsed = parseWithoutElements(input, timeLimit) {
            return ParsedBody(
                body: parsed.body, credits: parsed.credits, related: parsed.related,
                warnings: warnings + parsed.warnings)
        }
        let builder = MarkupReader.read(
            input,
            with: BlockBuilder(
                base: base, limits: limits, timeLimit: timeLimit, opensForms: attempt == .insideForms))
        if builder.frames[0].blocks.isEmpty, builder.droppedForms > 0, attempt != .insideForms {
            return parse(bytes, attempt: .insideForms, timeLimit)
        }
        var parsed = ArticleStructure.arrange(builder.frames[0].blocks, holdLinks: !builder.links.isEmpty)
        parsed.warnings = warnings + builder.warnings
        return parsed
    }

    /// Reads text that has no element: escaped markup, or lines.
    private func parseWithoutElements(
        _ bytes: UnsafeBufferPointer<UInt8>, _ timeLimit: ProcessorTimeLimit
    ) -> ParsedBody? {
        if let markup = EscapedMarkup.unescape(bytes) {
            var markup = markup
            var parsed = markup.withUTF8 { parse($0, attempt: .unescaped, timeLimit) }
            parsed.warnings.insert("The markup was escaped once too often.", at: 0)
            return parsed
        }
        guard var markup = EscapedMarkup.markingParagraphs(bytes) else { return nil }
        return markup.withUTF8 { parse($0, attempt: .plainText, timeLimit) }
    }
}
