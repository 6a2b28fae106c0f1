import CDotNewsLibXML2
import DotNewsFoundation

/// What a server's XML is read for: elements by name, and their text. Namespaces are given by their address, empty for
/// none; prefixes are of no consequence.
protocol XMLHandler {
    /// An element begins.
    mutating func begin(_ name: String, namespace: String)
    /// An element ends; `text` is what stood in it directly, without what its children hold.
    mutating func end(_ name: String, namespace: String, text: String)
}

/// Reads XML that comes from a server, whatever it holds.
///
/// Nothing is fetched. A document type is refused, and with it every entity but the five of XML itself, so that no text
/// can be made to grow. Depth, number of elements and length of a text are bounded.
enum XMLScanner {
    /// How deep elements may stand in each other.
    static let maximumDepth = 32
    /// The most elements: forty for each of the objects that a listing may have.
    static let maximumElements = 40 * RemoteStorageLimits.maximumObjects
    /// The longest text in one element, in bytes.
    static let maximumText = 16 << 10

    private static let isPrepared: Bool = {
        // libxml2 asks to be initialised before threads use it.
        xmlInitParser()
        return true
    }()

    /// Has a document told to `handler`, and returns the handler; `nil` when the document is not well-formed or goes
    /// beyond the limits.
    static func scan<Handler: XMLHandler>(_ data: Data, _ handler: Handler) -> Handler? {
        guard isPrepared, !data.isEmpty, data.count <= Int(Int32.max) else { return nil }
        let session = XMLSession(handler)
        var callbacks = XMLSession.callbacks()
        let context = Unmanaged.passUnretained(session).toOpaque()
        guard let parser = xmlCreatePushParserCtxt(&callbacks, context, nil, 0, nil) else { return nil }
        defer { xmlFreeParserCtxt(parser) }
        session.parser = parser
        xmlCtxtUseOptions(parser, Int32(XML_PARSE_NONET.rawValue))
        let code = data.withUnsafeBytes { bytes in
            xmlParseChunk(parser, bytes.bindMemory(to: CChar.self).baseAddress, Int32(bytes.count), 1)
        }
        xmlFreeDoc(parser.pointee.myDoc)
        parser.pointee.myDoc = nil
        guard code == 0, parser.pointee.wellFormed == 1, !session.isRefused else { return nil }
        return session.handler as? Handler
    }
}

/// One document being read. libxml2's callbacks reach it through a pointer, on the thread that reads.
private final class XMLSession {
    var handler: any XMLHandler
    var parser: xmlParserCtxtPtr?
    var isRefused = false
    private var texts: [[UInt8]] = []
    private var elements = 0

    init(_ handler: any XMLHandler) { self.handler = handler }

    static func callbacks() -> xmlSAXHandler {
        var callbacks = xmlSAXHandler()
        callbacks.initialized = 0xDEED_BEAF  // XML_SAX2_MAGIC
        callbacks.internalSubset = { context, _, _, _ in XMLSession.from(context)?.refuse() }
        callbacks.startElementNs = { context, name, _, namespace, _, _, _, _, _ in
            XMLSession.from(context)?.begin(XMLSession.text(name), namespace: XMLSession.text(namespace))
        }
        callbacks.endElementNs = { context, name, _, namespace in
            XMLSession.from(context)?.end(XMLSession.text(name), namespace: XMLSession.text(namespace))
        }
        callbacks.characters = { context, bytes, count in XMLSession.from(context)?.append(bytes, count) }
        callbacks.ignorableWhitespace = callbacks.characters
        callbacks.cdataBlock = callbacks.characters
        return callbacks
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> XMLSession? {
        context.map { Unmanaged<XMLSession>.fromOpaque($0).takeUnretainedValue() }
    }

    private static func text(_ pointer: UnsafePointer<xmlChar>?) -> String {
        pointer.map { String(cString: $0) } ?? ""
    }

    private func begin(_ name: String, namespace: String) {
        elements += 1
        guard !isRefused, texts.count < XMLScanner.maximumDepth, elements <= XMLScanner.maximumElements else {
            return refuse()
        }
        texts.append([])
        handler.begin(name, namespace: namespace)
    }

    private func end(_ name: String, namespace: String) {
        guard !isRefused, let bytes = texts.popLast() else { return }
        handler.end(name, namespace: namespace, text: String(decoding: bytes, as: UTF8.self))
    }

    private func append(_ bytes: UnsafePointer<xmlChar>?, _ count: Int32) {
        guard !isRefused, let bytes, let last = texts.indices.last else { return }
        guard texts[last].count + Int(count) <= XMLScanner.maximumText else { return refuse() }
        texts[last].append(contentsOf: UnsafeBufferPointer(start: bytes, count: Int(count)))
    }

    private func refuse() {
        isRefused = true
        xmlStopParser(parser)
    }
}
