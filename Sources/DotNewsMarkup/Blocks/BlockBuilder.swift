import DotNewsFoundation
import DotNewsModels

/// Makes blocks of the parser's events.
///
/// The parser closes what it opens, in order, so that a stack of open elements tells what an end tag ends. Blocks are
/// collected in a second, much shorter stack of frames: the containers that blocks can stand in.
struct BlockBuilder {
    typealias Block = ArticleBody.Block

    /// What text becomes.
    enum Role: Equatable {
        case body
        case heading(Int)
        case caption
        case preformatted
    }

    struct TextContext {
        var style = InlineStyle.plain
        var role = Role.body
    }

    struct OpenElement {
        var element: Element
        /// What to return to at the end.
        var context: TextContext
        var frameCount: Int
        /// The text that is written at the end.
        var closing = ""
        /// The elements that have begun in it; counted in formulas only.
        var children = 0
    }

    let base: WebAddress
    let limits: MarkupLimits
    /// Whether what stands in forms counts.
    private let opensForms: Bool

    var frames = [BlockFrame(.root)]
    var context = TextContext()
    var buffer = InlineBuffer()
    var open = [OpenElement]()
    var quotations = QuotationMarks()
    var pictures = PictureState()
    /// Whether nothing has been read since a formula ended.
    private var isAfterFormula = false
    private(set) var links = [WebAddress]()
    /// Elements open inside one that is left out with its content, that one included.
    private var droppedDepth = 0
    private var elements = 0
    /// Blocks, items and cells made.
    var blockCount = 0
    private var preformatted = ""
    private(set) var droppedForms = 0
    private var warningCounts = [Warning: Int]()
    /// Bytes of addresses made: a reference of one byte may become one of 16 KiB, by the article's own address.
    private var addressBytes = 0
    private static let maximumAddressBytes = 4 << 20
    /// Looked at with each piece of the input.
    var timeLimit: ProcessorTimeLimit

    init(base: WebAddress, limits: MarkupLimits, timeLimit: ProcessorTimeLimit, opensForms: Bool = false) {
        self.base = base
        self.timeLimit = timeLimit
        self.limits = limits
        self.opensForms = opensForms
        open.reserveCapacity(32)
        frames[0].blocks.reserveCapacity(32)
    }

    /// Whether the limit of elements, of blocks or of time is reached.
    var isFull: Bool { elements >= limits.elements || blockCount >= limits.blocks || timeLimit.isReached }

    // MARK: Events

    /// - Returns: Whether reading may go on; if not, the element is not open.
    mutating func start(_ element: Element, _ attributes: AttributeList) -> Bool {
        elements += 1
        if isFull {
            warn(.size)
            return false
        }
        if open.count + droppedDepth >= limits.depth {
            warn(.depth)
            return false
        }
        if droppedDepth > 0 {
            if pictures.isInNoscript, element == .image { addFallbackImage(attributes) }
            droppedDepth += 1
            return true
        }
        let style = attributes.visualStyle
        if isDropped(element, attributes, style) {
            if element == .form { droppedForms += 1 }
            pictures.isInNoscript = element == .noscript
            droppedDepth = 1
            return true
        }
        if element != .image, element != .source { pictures.last = .none }
        let closing = beginOperand(element)
        open.append(OpenElement(element: element, context: context, frameCount: frames.count, closing: closing))
        if style.isStruck { context.style.isStruck = true }
        if style.baseline != .normal { context.style.baseline = style.baseline }
        begin(element, attributes)
        return true
    }

    private func isDropped(_ element: Element, _ attributes: AttributeList, _ style: VisualStyle) -> Bool {
        switch element {
        case .dropped, .noscript: true
        case .form where !opensForms: true
        case .lineBreak: false
        // Pages that load images late show them then.
        case .image: style.isHidden && ImageCandidates.late(attributes, base: base) == nil
        default: style.isHidden || isAfterFormula && attributes["aria-hidden"] == "true"
        }
    }

    mutating func end(_ element: Element) {
        if droppedDepth > 0 {
            droppedDepth -= 1
            return
        }
        // The last is the one, unless the parser left something open.
        guard let index = open.lastIndex(where: { $0.element == element }) else { return }
        while open.count > index { close(open.removeLast()) }
    }

    mutating func characters(_ text: UnsafeBufferPointer<UInt8>) {
        guard droppedDepth == 0 else { return }
        if context.role == .preformatted {
            preformatted += String(decoding: text, as: UTF8.self)
            return
        }
        if text.contains(where: { $0 > 0x20 }) {
            pictures.last = .none
            isAfterFormula = false
            if quotations.isPending { beginQuotation(before: text) }
        } else if open.last?.element.isPartOfFormula == true {
            return
        }
        append(text)
    }

    mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
        var start = 0
        while start < text.count {
            start = buffer.append(text, from: start, style: context.style, splitsParagraphs: context.role == .body)
            if start < text.count { flush() }
        }
    }

    /// Ends everything that is open, as at the end of the input.
    mutating func closeAll() {
        droppedDepth = 0
        while let element = open.popLast() { close(element) }
    }

    /// Ends the body.
    mutating func finish() {
        closeAll()
        flush()
    }

    // MARK: Elements

    private mutating func begin(_ element: Element, _ attributes: AttributeList) {
        if let level = element.headingLevel {
            flush()
            if context.role == .body { context.role = .heading(level) }
            return
        }
        switch element {
        case .struck: context.style.isStruck = true
        case .raised: shift(.raised)
        case .lowered: shift(.lowered)
        case .quotation: quotations.begin()
        case .root: write("√")
        case .picture: pictures.beginPicture()
        case .formula, .formulaRow, .power, .index, .indexAndPower, .fraction, .noscript: break
        case .strong: context.style.isStrong = true
        case .emphasis: context.style.isEmphasized = true
        case .link: beginLink(attributes)
        case .lineBreak: addLineBreak()
        case .separator:
            flush()
            if context.role == .body { emit(.separator) }
        case .preformatted:
            flush()
            if context.role == .body { context.role = .preformatted }
        case .block, .form: beginBlock(attributes)
        case .term:
            flush()
            context.style.isStrong = true
        case .image: addImage(attributes)
        case .source: addSource(attributes)
        case .frame: addEmbed(attributes)
        case .caption: beginCaption()
        case .row:
            flush()
            if frames[frames.count - 1].kind == .table { frames[frames.count - 1].rows.append([]) }
        default: beginContainer(element, attributes)
        }
    }

    private mutating func beginBlock(_ attributes: AttributeList) {
        flush()
        if context.role == .body, attributes.isGallery { push(.gallery) }
    }

    private mutating func beginContainer(_ element: Element, _ attributes: AttributeList) {
        guard element != .other else { return }
        flush()
        switch element {
        case .quote: push(.quote)
        case .figure: push(.figure)
        case .unorderedList: push(attributes.isGallery ? .gallery : .list(isOrdered: false, isImplied: false))
        case .orderedList: beginOrderedList(attributes)
        case .item:
            switch frames[frames.count - 1].kind {
            case .list: beginItem(attributes)
            case .gallery: break
            default: if push(.list(isOrdered: false, isImplied: true)) { beginItem(attributes) }
            }
        case .table: push(.table)
        case .cell, .headerCell: beginCell(isHeader: element == .headerCell, attributes)
        case .video, .audio: beginMedia(isVideo: element == .video, attributes)
        default: break
        }
    }

    private mutating func beginOrderedList(_ attributes: AttributeList) {
        guard push(.list(isOrdered: true, isImplied: false)) else { return }
        frames[frames.count - 1].numbering = .init(
            start: attributes.integer("start"), isReversed: attributes.hasAttribute("reversed"),
            style: attributes.numberStyle)
    }

    private mutating func beginItem(_ attributes: AttributeList) {
        let list = frames.count - 1
        guard push(.item) else { return }
        frames[list].beginItem(number: attributes.integer("value"))
    }

    private mutating func beginLink(_ attributes: AttributeList) {
        guard let reference = attributes["href"]?.trimmed(), !reference.isEmpty else { return }
        // A place on the same page means nothing away from it.
        guard !reference.hasPrefix("#") else { return }
        guard hasRoomForAddresses, let address = taking(WebAddress(String(reference), relativeTo: base)) else {
            let lowered = reference.prefix(7).lowercased()
            if !lowered.hasPrefix("mailto:"), !lowered.hasPrefix("tel:") { warn(.link) }
            return
        }
        if links.last != address { links.append(address) }
        context.style.link = links.count - 1
    }

    /// Whether the body may have more addresses. Asked before one is made, which takes as long as it is.
    var hasRoomForAddresses: Bool { addressBytes < Self.maximumAddressBytes }

    /// Takes an address into the body.
    mutating func taking(_ address: WebAddress?) -> WebAddress? {
        addressBytes += address?.string.utf8.count ?? 0
        return address
    }

    /// Takes the first address that one of an element's attributes has; `nil` when there are too many bytes of them.
    mutating func address(_ names: [StaticString], of attributes: AttributeList) -> WebAddress? {
        hasRoomForAddresses ? taking(attributes.address(names, base: base)) : nil
    }

    private mutating func addLineBreak() {
        switch context.role {
        case .body, .heading: buffer.appendLineBreak()
        case .caption: buffer.appendSpace()
        case .preformatted: preformatted += "\n"
        }
    }

    private mutating func beginCaption() {
        flush()
        switch frames[frames.count - 1].kind {
        case .figure, .table, .gallery: context.role = .caption
        default: break
        }
    }

    private mutating func close(_ element: OpenElement) {
        switch element.element {
        case .quotation: endQuotation()
        case .picture: endPicture()
        case .formula: isAfterFormula = true
        // An image that stands for a character is part of the text around it; a picture has ended it already.
        case .image: break
        case .other, .strong, .emphasis, .link, .lineBreak, .source, .dropped, .struck, .raised, .lowered, .noscript,
            .formulaRow, .power, .index, .indexAndPower, .fraction, .root:
            break
        case .preformatted where element.context.role == .body: closePreformatted()
        case .preformatted: break
        default: flush()
        }
        while frames.count > element.frameCount { closeFrame() }
        if !element.closing.isEmpty { write(element.closing) }
        context = element.context
    }

    // MARK: Text

    /// Makes a block of the text read so far.
    mutating func flush() {
        guard context.role != .preformatted else {
            if let last = preformatted.utf8.last, last != 0x0A { preformatted += "\n" }
            return
        }
        guard !buffer.isEmpty else { return buffer.clear() }
        switch context.role {
        case .body: emit(.paragraph(buffer.take(links: links)))
        case .heading(let level): emit(.subhead(buffer.take(links: links).withoutStrong, level: level))
        case .caption:
            let text = buffer.takeText()
            frames[frames.count - 1].appendToCaption(text)
        case .preformatted: break
        }
    }

    private mutating func closePreformatted() {
        var text = TextFilter.lines(preformatted)
        preformatted = ""
        if text.hasPrefix("\n") { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        guard text.contains(where: { !$0.isWhitespace }) else { return }
        emit(.preformatted(text))
    }

    // MARK: Warnings

    /// What may go wrong in a body; the raw value says it, `#` standing for how often.
    enum Warning: String, CaseIterable {
        case size = "The body has too many elements or blocks; what follows was left out."
        case depth = "Elements nested too deep were read as if they stood at the top."
        case nesting = "Lists, quotations, tables or figures nested too deep were joined with what they stand in."
        case attributes = "A tag with too many attributes was cut."
        case memory = "There was no memory to read the body."
        case link = "Links that do not lead to an http or https address became plain text: #."
        case image = "Images without an http or https address were left out: #."
        case media = "Videos, sounds or players without an http or https address were left out: #."
    }

    mutating func warn(_ warning: Warning) { warningCounts[warning, default: 0] += 1 }

    /// Takes a warning back.
    mutating func withdraw(_ warning: Warning) {
        guard let count = warningCounts[warning] else { return }
        warningCounts[warning] = count > 1 ? count - 1 : nil
    }

    var warnings: [String] {
        Warning.allCases.compactMap { warning in
            warningCounts[warning].map { count in
                String(warning.rawValue.split(separator: "#").joined(separator: String(count)))
            }
        }
    }
}

extension InlineText {
    /// The same text with nothing strong in it when all of it is.
    var withoutStrong: InlineText {
        guard runs.allSatisfy({ $0.isStrong || $0.text.allSatisfy(\.isWhitespace) }) else { return self }
        return InlineText(
            runs.map { run in
                var run = run
                run.isStrong = false
                return run
            }
        ).merged
    }

    /// The same text with neighbouring runs of one style joined and empty runs gone.
    var merged: InlineText {
        var result = [Run]()
        for run in runs where !run.text.isEmpty { result.append(joining: run) }
        return InlineText(result)
    }
}

extension [InlineText.Run] {
    /// Adds a run, or its text to that of the last one when both have one style.
    mutating func append(joining run: InlineText.Run) {
        // Not by a copy of the last run: its text would be copied for each that is added.
        if let last = indices.last, self[last].isEmphasized == run.isEmphasized, self[last].isStrong == run.isStrong,
            self[last].isStruck == run.isStruck, self[last].link == run.link
        {
            self[last].text += run.text
        } else {
            append(run)
        }
    }
}
