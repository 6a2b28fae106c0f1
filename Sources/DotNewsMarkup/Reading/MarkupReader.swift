import CDotNewsLibXML2
import DotNewsFoundation

/// Drives libxml2's HTML parser over a body and hands the events to a ``BlockBuilder``.
///
/// The parser pulls the input in pieces, which is what keeps hostile input cheap: between two pieces the reader sees how
/// the parser fares. Two things would cost libxml2 time that grows with the square of the input, and are cut short by
/// ending the parser's input and starting a new parser behind the place:
///
/// - elements nested without end, because every end tag searches the open elements;
/// - a tag with attributes without end, because every attribute is compared with those before it (until version 2.14).
struct MarkupReader {
    /// Attributes the parser has room for when its input is cut; it doubles the room from 22.
    private static let attributeRoom: Int32 = 1_408

    private let input: UnsafeBufferPointer<UInt8>
    private var builder: BlockBuilder
    private var position = 0
    private var context: htmlParserCtxtPtr?
    private var isStopped = false
    private var isFlooded = false

    /// Once for the process, before the first parser on any thread.
    private static let initialized: Void = xmlInitParser()

    private init(_ input: UnsafeBufferPointer<UInt8>, builder: BlockBuilder) {
        self.input = input
        self.builder = builder
    }

    /// Reads `input`, which is valid UTF-8, to its end or to the builder's limit.
    static func read(_ input: UnsafeBufferPointer<UInt8>, with builder: BlockBuilder) -> BlockBuilder {
        _ = initialized
        guard let normalized = CharacterReferences.normalized(input) else {
            return readNormalized(input, with: builder)
        }
        return normalized.withUnsafeBufferPointer { readNormalized($0, with: builder) }
    }

    private static func readNormalized(
        _ input: UnsafeBufferPointer<UInt8>, with builder: BlockBuilder
    ) -> BlockBuilder {
        var reader = MarkupReader(input, builder: builder)
        // The callbacks change the reader through the pointer while libxml2 runs; nothing else touches it meanwhile.
        withUnsafeMutablePointer(to: &reader) { reader in
            while reader.pointee.position < input.count, !reader.pointee.builder.isFull {
                let start = reader.pointee.position
                runParser(reader)
                // Every parser gets further than the one before, whatever the input does to it.
                if reader.pointee.position <= start { reader.pointee.position = start + 1 }
                reader.pointee.builder.closeAll()
            }
        }
        reader.builder.finish()
        return reader.builder
    }

    private static func runParser(_ reader: UnsafeMutablePointer<MarkupReader>) {
        guard let context = htmlNewParserCtxt() else { return reader.pointee.fail() }
        defer { htmlFreeParserCtxt(context) }
        guard
            let buffer = xmlParserInputBufferCreateIO(readInput, nil, reader, XML_CHAR_ENCODING_NONE),
            let stream = xmlNewIOInputStream(context, buffer, XML_CHAR_ENCODING_NONE)
        else { return reader.pointee.fail() }
        reader.pointee.context = context
        reader.pointee.isStopped = false
        reader.pointee.isFlooded = false
        context.pointee.sax.pointee = handlers()
        context.pointee.userData = UnsafeMutableRawPointer(reader)
        htmlCtxtUseOptions(context, options)
        guard dotnews_push_input(context, stream) >= 0 else { return reader.pointee.fail() }
        // The text is UTF-8 whatever a meta element in it says.
        xmlSwitchEncoding(context, XML_CHAR_ENCODING_UTF8)
        htmlParseDocument(context)
        reader.pointee.context = nil
        if reader.pointee.isFlooded { reader.pointee.skipFlood() }
    }

    /// Goes on behind the tag whose attributes were too many.
    private mutating func skipFlood() {
        builder.warn(.attributes)
        while position < input.count, input[position] != UInt8(ascii: ">") { position += 1 }
        position += 1
    }

    private mutating func fail() {
        builder.warn(.memory)
        position = input.count
    }

    private static let options = Int32(
        HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
            | HTML_PARSE_NONET.rawValue | HTML_PARSE_IGNORE_ENC.rawValue | HTML_PARSE_NODEFDTD.rawValue)

    // MARK: Input

    private static let readInput: xmlInputReadCallback = { reader, target, capacity in
        guard let reader, let target, capacity > 0 else { return 0 }
        return Int32(
            reader.assumingMemoryBound(to: MarkupReader.self).pointee.copy(
                to: UnsafeMutableRawBufferPointer(start: target, count: Int(capacity))))
    }

    private mutating func copy(to target: UnsafeMutableRawBufferPointer) -> Int {
        if isStopped || builder.timeLimit.check() { return 0 }
        if let context, dotnews_compared_attributes(context) >= Self.attributeRoom {
            isFlooded = true
            return 0
        }
        var end = min(position + target.count, input.count)
        // A character is never split; UTF-8 needs at most three steps.
        var steps = 0
        while end < input.count, end > position, steps < 3, input[end] & 0xC0 == 0x80 {
            end -= 1
            steps += 1
        }
        guard end > position else { return 0 }
        let piece = UnsafeBufferPointer(rebasing: input[position..<end])
        target.copyMemory(from: UnsafeRawBufferPointer(piece))
        // The parser takes a zero byte for the end of everything.
        if memchr(piece.baseAddress!, 0, piece.count) != nil {
            for index in 0..<piece.count where target[index] == 0 { target[index] = 0x20 }
        }
        position = end
        return piece.count
    }

    /// Whether the parser has read the input to its last byte.
    ///
    /// The `>` of a tag is read after its event. A tag with attributes that the end of the input cuts off is none, as HTML
    /// has it, since its last attribute may be cut off too; before 2.14, libxml2 makes an element of it.
    private var isInputUsedUp: Bool {
        guard let context else { return true }
        return position >= input.count && dotnews_unread(context) <= 0
    }

    /// Ends this parser at the tag it is reading; the next one starts behind the tag.
    private mutating func stop() {
        guard let context, !isStopped else { return }
        isStopped = true
        position -= max(0, dotnews_unread(context))
        if position < input.count, input[position] == UInt8(ascii: "/") { position += 1 }
        if position < input.count, input[position] == UInt8(ascii: ">") { position += 1 }
        xmlStopParser(context)
    }

    // MARK: Events

    private static func handlers() -> xmlSAXHandler {
        var handlers = xmlSAXHandler()
        handlers.startElement = { reader, name, attributes in
            guard let reader = reader?.assumingMemoryBound(to: MarkupReader.self), let name else { return }
            guard !reader.pointee.isStopped, attributes == nil || !reader.pointee.isInputUsedUp else { return }
            let isWithinLimits = reader.pointee.builder.start(.named(name), AttributeList(attributes))
            if !isWithinLimits { reader.pointee.stop() }
        }
        handlers.endElement = { reader, name in
            guard let reader = reader?.assumingMemoryBound(to: MarkupReader.self), let name else { return }
            if !reader.pointee.isStopped { reader.pointee.builder.end(.named(name)) }
        }
        let text: charactersSAXFunc = { reader, bytes, count in
            guard let reader = reader?.assumingMemoryBound(to: MarkupReader.self), let bytes, count > 0 else { return }
            if !reader.pointee.isStopped {
                reader.pointee.builder.characters(UnsafeBufferPointer(start: bytes, count: Int(count)))
            }
        }
        handlers.characters = text
        // What libxml2 takes for ignorable may stand between two words.
        handlers.ignorableWhitespace = text
        handlers.cdataBlock = text
        return handlers
    }
}
