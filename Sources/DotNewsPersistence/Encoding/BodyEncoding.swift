import DotNewsFoundation
import DotNewsModels

/// Writes bodies in the form of `ArticleBody`'s `Codable` conformance, which reads them back.
extension JSONWriter {
    /// Writes the blocks of a body, as an array.
    mutating func body(_ body: ArticleBody) {
        blocks(body.blocks)
    }

    private mutating func blocks(_ blocks: [ArticleBody.Block]) {
        array(blocks) { $0.block($1) }
    }

    private mutating func block(_ block: ArticleBody.Block) {
        switch block {
        case .paragraph(let text):
            raw(#"{"type":"paragraph""#)
            inline(text)
        case .subhead(let text, let level):
            raw(#"{"type":"subhead""#)
            inline(text)
            raw(#","level":"#)
            number(level)
        case .leadQuote(let text):
            raw(#"{"type":"leadQuote""#)
            inline(text)
        case .blockQuote(let inner):
            raw(#"{"type":"blockQuote","blocks":"#)
            blocks(inner)
        case .list(let list):
            raw(#"{"type":"list","ordered":"#)
            boolean(list.isOrdered)
            if !list.numbers.isEmpty {
                raw(#","numbers":"#)
                array(list.numbers) { $0.number($1) }
            }
            if list.numberStyle != .decimal {
                raw(#","style":"#)
                string(list.numberStyle.rawValue)
            }
            raw(#","items":"#)
            array(list.items) { $0.blocks($1) }
        case .figure(let image):
            raw(#"{"type":"figure","#)
            fields(of: image)
        case .gallery(let images):
            raw(#"{"type":"gallery","images":"#)
            array(images) { $0.image($1) }
        case .video(let media, let caption):
            raw(#"{"type":"video","#)
            fields(of: media)
            optional(#","caption":"#, caption)
        case .audio(let media, let caption):
            raw(#"{"type":"audio","#)
            fields(of: media)
            optional(#","caption":"#, caption)
        case .table(let table):
            raw(#"{"type":"table""#)
            optional(#","caption":"#, table.caption)
            raw(#","rows":"#)
            array(table.rows) { writer, row in writer.array(row) { $0.cell($1) } }
        case .embed(let address, let title):
            raw(#"{"type":"embed","url":"#)
            string(address.string)
            optional(#","title":"#, title)
        case .separator:
            raw(#"{"type":"separator""#)
        case .preformatted(let text):
            raw(#"{"type":"preformatted","text":"#)
            string(text)
        }
        raw("}")
    }

    private mutating func cell(_ cell: ArticleBody.Table.Cell) {
        raw("{")
        fields(of: cell.text)
        if cell.isHeader { raw(#","header":true"#) }
        raw("}")
    }

    private mutating func inline(_ text: InlineText) {
        raw(",")
        fields(of: text)
    }

    private mutating func fields(of text: InlineText) {
        raw(#""text":"#)
        string(text.text)
        guard text.runs.contains(where: { !$0.isPlain }) else { return }
        raw(#","runs":"#)
        array(text.runs) { writer, run in
            writer.raw(#"{"text":"#)
            writer.string(run.text)
            if run.isEmphasized { writer.raw(#","emphasis":true"#) }
            if run.isStrong { writer.raw(#","strong":true"#) }
            if run.isStruck { writer.raw(#","struck":true"#) }
            if let link = run.link {
                writer.raw(#","link":"#)
                writer.string(link.string)
            }
            writer.raw("}")
        }
    }

    /// Writes an image as an object.
    mutating func image(_ image: ImageAsset) {
        raw("{")
        fields(of: image)
        raw("}")
    }

    /// Writes a video or sound as an object.
    mutating func media(_ media: MediaAsset) {
        raw("{")
        fields(of: media)
        raw("}")
    }

    private mutating func fields(of image: ImageAsset) {
        raw(#""url":"#)
        string(image.address.string)
        raw(#","caption":"#)
        string(image.caption)
        optional(#","credit":"#, image.credit)
        optional(#","alt":"#, image.alternativeText)
        if let width = image.width {
            raw(#","width":"#)
            number(width)
        }
        if let height = image.height {
            raw(#","height":"#)
            number(height)
        }
    }

    private mutating func fields(of media: MediaAsset) {
        raw(#""url":"#)
        string(media.address.string)
        optional(#","poster":"#, media.poster?.string ?? "")
        // JSON has no word for what is not finite.
        if let duration = media.duration, duration.isFinite {
            raw(#","duration":"#)
            number(duration)
        }
    }

    private mutating func optional(_ key: StaticString, _ text: String) {
        guard !text.isEmpty else { return }
        raw(key)
        string(text)
    }
}
