import DotNewsFoundation
import DotNewsModels

/// Reads bodies in the form in which `JSONWriter` writes them; see there for the order of the fields.
extension JSONReader {
    /// How deep blocks may stand in each other. Nothing that is written is deeper, and reading costs stack.
    private static let maximumDepth = 64

    /// Reads the blocks of a body.
    mutating func body() throws(OtherForm) -> ArticleBody { ArticleBody(blocks: try blocks(depth: 0)) }

    private mutating func blocks(depth: Int) throws(OtherForm) -> [ArticleBody.Block] {
        guard depth < Self.maximumDepth else { throw OtherForm() }
        return try array { (reader) throws(OtherForm) in try reader.block(depth: depth) }
    }

    private mutating func block(depth: Int) throws(OtherForm) -> ArticleBody.Block {
        try expect(#"{"type":""#)
        let block = try content(depth: depth)
        try expect("}")
        return block
    }

    private mutating func content(depth: Int) throws(OtherForm) -> ArticleBody.Block {
        if take(#"paragraph","#) { return .paragraph(try inlineText()) }
        if take(#"subhead","#) {
            let text = try inlineText()
            try expect(#","level":"#)
            return .subhead(text, level: try integer())
        }
        if take(#"figure","#) { return .figure(try imageFields()) }
        if take(#"leadQuote","#) { return .leadQuote(try inlineText()) }
        if take(#"blockQuote","blocks":"#) { return .blockQuote(try blocks(depth: depth + 1)) }
        if take(#"list","ordered":"#) {
            let isOrdered = try boolean()
            try expect(#","items":"#)
            return .list(
                .init(
                    isOrdered: isOrdered,
                    items: try array { (reader) throws(OtherForm) in try reader.blocks(depth: depth + 1) }))
        }
        if take(#"gallery","images":"#) { return .gallery(try images()) }
        if take(#"video","#) {
            return .video(try mediaFields(), caption: try optionalString(#","caption":"#))
        }
        if take(#"audio","#) {
            return .audio(try mediaFields(), caption: try optionalString(#","caption":"#))
        }
        if take(#"table""#) { return .table(try table()) }
        if take(#"embed","url":"#) {
            return .embed(address: try address(), title: try optionalString(#","title":"#))
        }
        if take(#"separator""#) { return .separator }
        try expect(#"preformatted","text":"#)
        return .preformatted(try string())
    }

    private mutating func table() throws(OtherForm) -> ArticleBody.Table {
        let caption = try optionalString(#","caption":"#)
        try expect(#","rows":"#)
        let rows = try array { (reader) throws(OtherForm) in
            try reader.array { (reader) throws(OtherForm) in
                try reader.expect("{")
                let text = try reader.inlineText()
                let isHeader = reader.take(#","header":true"#)
                try reader.expect("}")
                return ArticleBody.Table.Cell(text, isHeader: isHeader)
            }
        }
        return .init(caption: caption, rows: rows)
    }

    private mutating func inlineText() throws(OtherForm) -> InlineText {
        try expect(#""text":"#)
        let start = self
        try skipString()
        if take(#","runs":"#) { return InlineText(try array { (reader) throws(OtherForm) in try reader.run() }) }
        self = start
        return InlineText(try string())
    }

    private mutating func run() throws(OtherForm) -> InlineText.Run {
        try expect(#"{"text":"#)
        var run = InlineText.Run(try string())
        run.isEmphasized = take(#","emphasis":true"#)
        run.isStrong = take(#","strong":true"#)
        if take(#","link":"#) { run.link = try address() }
        try expect("}")
        return run
    }

    private mutating func images() throws(OtherForm) -> [ImageAsset] {
        try array { (reader) throws(OtherForm) in
            try reader.expect("{")
            let image = try reader.imageFields()
            try reader.expect("}")
            return image
        }
    }

    private mutating func imageFields() throws(OtherForm) -> ImageAsset {
        try expect(#""url":"#)
        let address = try address()
        try expect(#","caption":"#)
        return ImageAsset(
            address: address, caption: try string(), credit: try optionalString(#","credit":"#),
            alternativeText: try optionalString(#","alt":"#), width: take(#","width":"#) ? try integer() : nil,
            height: take(#","height":"#) ? try integer() : nil)
    }

    private mutating func mediaFields() throws(OtherForm) -> MediaAsset {
        try expect(#""url":"#)
        return MediaAsset(
            address: try address(), poster: take(#","poster":"#) ? try address() : nil,
            duration: take(#","duration":"#) ? try double() : nil)
    }

    /// Reads an address, and checks it: a file can be damaged.
    private mutating func address() throws(OtherForm) -> WebAddress {
        guard let address = WebAddress(try string()) else { throw OtherForm() }
        return address
    }

    /// Reads what a story has besides its summary and its blocks.
    mutating func details() throws(OtherForm) -> ArticleDetails {
        try expect("{")
        var details = ArticleDetails()
        var isFirst = true
        func next(_ key: StaticString, _ reader: inout JSONReader) -> Bool {
            let start = reader
            if (isFirst || reader.take(",")) && reader.take(key) {
                isFirst = false
                return true
            }
            reader = start
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
            details.related = try array { (reader) throws(OtherForm) in try reader.relatedLink() }
        }
        if next(#""channelID":"#, &self) {
            guard let channelID = ChannelID(try string()) else { throw OtherForm() }
            details.channelID = channelID
        }
        try expect("}")
        return details
    }

    private mutating func credits() throws(OtherForm) -> Credits {
        var credits = Credits(author: try string())
        try expect(#","editor":"#)
        credits.editor = try string()
        try expect(#","source":"#)
        credits.source = try string()
        try expect(#","line":"#)
        credits.line = try string()
        try expect("}")
        return credits
    }

    private mutating func relatedLink() throws(OtherForm) -> RelatedLink {
        try expect(#"{"title":"#)
        let title = try string()
        try expect(#","url":"#)
        let link = RelatedLink(title: title, address: try address())
        try expect("}")
        return link
    }
}

extension JSONReader {
    /// Reads `bytes` to their end with `read`.
    static func read<Value>(
        _ bytes: UnsafeRawBufferPointer, _ read: (inout JSONReader) throws(OtherForm) -> Value
    ) throws(OtherForm) -> Value {
        var reader = JSONReader(bytes)
        let value = try read(&reader)
        guard reader.isAtEnd else { throw OtherForm() }
        return value
    }
}
