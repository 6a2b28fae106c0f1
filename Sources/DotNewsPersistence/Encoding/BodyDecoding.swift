import DotNewsFoundation
import DotNewsModels

/// Reads bodies in the form in which `JSONWriter` writes them; see there for the order of the fields.
extension JSONScanner {
    /// How many blocks may stand in each other: as many as `MarkupLimits` allows. Reading costs stack.
    private static let maximumBlockDepth = 64

    /// Reads the blocks of a body.
    mutating func body() throws(JSONFault) -> ArticleBody { ArticleBody(blocks: try blocks(depth: 0)) }

    private var otherForm: JSONFault { JSONFault(.malformed("not in the form of the writer"), at: position) }

    private mutating func blocks(depth: Int) throws(JSONFault) -> [ArticleBody.Block] {
        guard depth <= Self.maximumBlockDepth else { throw JSONFault(.tooDeep, at: position) }
        return try exactArray { (scanner) throws(JSONFault) in try scanner.block(depth: depth) }
    }

    private mutating func block(depth: Int) throws(JSONFault) -> ArticleBody.Block {
        try expect(#"{"type":""#)
        let block = try content(depth: depth)
        try expect("}")
        return block
    }

    private mutating func content(depth: Int) throws(JSONFault) -> ArticleBody.Block {
        if take(#"paragraph","#) { return .paragraph(try inlineText()) }
        if take(#"subhead","#) {
            let text = try inlineText()
            try expect(#","level":"#)
            return .subhead(text, level: try exactInteger())
        }
        if take(#"figure","#) { return .figure(try imageFields()) }
        if take(#"leadQuote","#) { return .leadQuote(try inlineText()) }
        if take(#"blockQuote","blocks":"#) { return .blockQuote(try blocks(depth: depth + 1)) }
        if take(#"list","ordered":"#) {
            return .list(try list(depth: depth))
        }
        if take(#"gallery","images":"#) { return .gallery(try images()) }
        if take(#"video","#) {
            return .video(try mediaFields(), caption: try exactString(after: #","caption":"#))
        }
        if take(#"audio","#) {
            return .audio(try mediaFields(), caption: try exactString(after: #","caption":"#))
        }
        if take(#"table""#) { return .table(try table()) }
        if take(#"embed","url":"#) {
            return .embed(address: try address(), title: try exactString(after: #","title":"#))
        }
        if take(#"separator""#) { return .separator }
        try expect(#"preformatted","text":"#)
        return .preformatted(try exactString())
    }

    private mutating func list(depth: Int) throws(JSONFault) -> ArticleBody.List {
        var list = ArticleBody.List(isOrdered: try exactBoolean(), items: [])
        if take(#","numbers":"#) {
            list.numbers = try exactArray { (scanner) throws(JSONFault) in try scanner.exactInteger() }
        }
        if take(#","style":"#) {
            guard let style = ArticleBody.List.NumberStyle(rawValue: try exactString()) else { throw otherForm }
            list.numberStyle = style
        }
        try expect(#","items":"#)
        list.items = try exactArray { (scanner) throws(JSONFault) in try scanner.blocks(depth: depth + 1) }
        return list
    }

    private mutating func table() throws(JSONFault) -> ArticleBody.Table {
        let caption = try exactString(after: #","caption":"#)
        try expect(#","rows":"#)
        let rows = try exactArray { (scanner) throws(JSONFault) in
            try scanner.exactArray { (scanner) throws(JSONFault) in
                try scanner.expect("{")
                let text = try scanner.inlineText()
                let isHeader = scanner.take(#","header":true"#)
                try scanner.expect("}")
                return ArticleBody.Table.Cell(text, isHeader: isHeader)
            }
        }
        return .init(caption: caption, rows: rows)
    }

    private mutating func inlineText() throws(JSONFault) -> InlineText {
        try expect(#""text":"#)
        let start = self
        try skipExactString()
        if take(#","runs":"#) { return InlineText(try exactArray { (scanner) throws(JSONFault) in try scanner.run() }) }
        self = start
        return InlineText(try exactString())
    }

    private mutating func run() throws(JSONFault) -> InlineText.Run {
        try expect(#"{"text":"#)
        var run = InlineText.Run(try exactString())
        run.isEmphasized = take(#","emphasis":true"#)
        run.isStrong = take(#","strong":true"#)
        run.isStruck = take(#","struck":true"#)
        if take(#","link":"#) { run.link = try address() }
        try expect("}")
        return run
    }

    private mutating func images() throws(JSONFault) -> [ImageAsset] {
        try exactArray { (scanner) throws(JSONFault) in
            try scanner.expect("{")
            let image = try scanner.imageFields()
            try scanner.expect("}")
            return image
        }
    }

    private mutating func imageFields() throws(JSONFault) -> ImageAsset {
        try expect(#""url":"#)
        let address = try address()
        try expect(#","caption":"#)
        return ImageAsset(
            address: address, caption: try exactString(), credit: try exactString(after: #","credit":"#),
            alternativeText: try exactString(after: #","alt":"#), width: take(#","width":"#) ? try exactInteger() : nil,
            height: take(#","height":"#) ? try exactInteger() : nil)
    }

    private mutating func mediaFields() throws(JSONFault) -> MediaAsset {
        try expect(#""url":"#)
        return MediaAsset(
            address: try address(), poster: take(#","poster":"#) ? try address() : nil,
            duration: take(#","duration":"#) ? try exactDouble() : nil)
    }

    /// Reads an address, and checks it: a file can be damaged.
    private mutating func address() throws(JSONFault) -> WebAddress {
        guard let address = WebAddress(try exactString()) else { throw otherForm }
        return address
    }

    /// Reads what an article has besides its summary and its blocks.
    mutating func details() throws(JSONFault) -> ArticleDetails {
        try expect("{")
        var details = ArticleDetails()
        var isFirst = true
        func next(_ key: StaticString, _ scanner: inout JSONScanner) -> Bool {
            let start = scanner
            if (isFirst || scanner.take(",")) && scanner.take(key) {
                isFirst = false
                return true
            }
            scanner = start
            return false
        }
        if next(#""credits":{"author":"#, &self) {
            details.credits = try credits()
        }
        if next(#""images":"#, &self) { details.images = try images() }
        if next(#""video":{"#, &self) {
            details.video = try mediaFields()
            try expect("}")
        }
        if next(#""related":"#, &self) {
            details.related = try exactArray { (scanner) throws(JSONFault) in try scanner.relatedLink() }
        }
        if next(#""channelID":"#, &self) {
            guard let channelID = ChannelID(try exactString()) else { throw otherForm }
            details.channelID = channelID
        }
        try expect("}")
        return details
    }

    private mutating func credits() throws(JSONFault) -> Credits {
        var credits = Credits(author: try exactString())
        try expect(#","editor":"#)
        credits.editor = try exactString()
        try expect(#","source":"#)
        credits.source = try exactString()
        try expect(#","line":"#)
        credits.line = try exactString()
        try expect("}")
        return credits
    }

    private mutating func relatedLink() throws(JSONFault) -> RelatedLink {
        try expect(#"{"title":"#)
        let title = try exactString()
        try expect(#","url":"#)
        let link = RelatedLink(title: title, address: try address())
        try expect("}")
        return link
    }
}

extension JSONScanner {
    /// Reads `bytes` to their end with `read`.
    static func read<Value>(
        _ bytes: UnsafeRawBufferPointer, _ read: (inout JSONScanner) throws(JSONFault) -> Value
    ) throws(JSONFault) -> Value {
        var scanner = JSONScanner(bytes.bindMemory(to: UInt8.self))
        let value = try read(&scanner)
        guard scanner.isAtEnd else { throw JSONFault(.malformed("end expected"), at: scanner.position) }
        return value
    }
}
