public import DotNewsModels
import CLibXML2

public struct ParsedBody: Sendable {
    public var body: ArticleBody
    public var credits: Credits
    public var related: [RelatedLink]
    public var warnings: [String]
    public init(body: ArticleBody, credits: Credits, related: [RelatedLink], warnings: [String]) {
        self.body = body
        self.credits = credits
        self.related = related
        self.warnings = warnings
    }
}
public struct BodyParser: Sendable {
    let base: WebAddress
    public init(base: WebAddress, limits: MarkupLimits = .standard) { self.base = base }
    public func parse(_ html: String) -> ParsedBody {
        var blocks = [ArticleBody.Block]()
        let bytes = Array(html.utf8)
        let options = HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NONET.rawValue
        let document = bytes.withUnsafeBytes {
            htmlReadMemory(
                $0.bindMemory(to: CChar.self).baseAddress, Int32(bytes.count), nil, "UTF-8", Int32(options))
        }
        defer { xmlFreeDoc(document) }
        func text(_ node: UnsafeMutablePointer<xmlNode>) -> String {
            var result = node.pointee.content.map { String(cString: $0) } ?? ""
            var child = node.pointee.children
            while let inner = child {
                result += text(inner)
                child = inner.pointee.next
            }
            return result
        }
        func walk(_ first: UnsafeMutablePointer<xmlNode>?) {
            var next = first
            while let node = next {
                next = node.pointee.next
                guard node.pointee.type == XML_ELEMENT_NODE else { continue }
                switch String(cString: node.pointee.name) {
                case "p": blocks.append(.paragraph(InlineText(text(node))))
                case "h2", "h3", "h4": blocks.append(.subhead(InlineText(text(node)), level: 2))
                case "img":
                    var attribute = node.pointee.properties
                    while let current = attribute {
                        if String(cString: current.pointee.name) == "src", let value = current.pointee.children,
                            let address = WebAddress(String(cString: value.pointee.content), relativeTo: base)
                        {
                            blocks.append(.figure(ImageAsset(address: address)))
                        }
                        attribute = current.pointee.next
                    }
                default: walk(node.pointee.children)
                }
            }
        }
        walk(xmlDocGetRootElement(document))
        return ParsedBody(body: ArticleBody(blocks: blocks), credits: Credits(), related: [], warnings: [])
    }
}
public struct MarkupLimits: Sendable { public static let standard: MarkupLimits = MarkupLimits() }
