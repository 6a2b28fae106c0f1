import CDotNewsLibXML2
import DotNewsFoundation
import DotNewsModels

/// What the first bytes of a page say of the page itself.
struct PageOpening {
    /// What a `<meta>` element calls the encoding.
    private(set) var charset: String?
    /// Whether the page starts with neither `<html>` nor `<head>` nor `<body>`.
    private(set) var isFragment = true

    /// How many bytes are looked at; HTML asks authors to declare the encoding within the first 1,024.
    private static let size = 4_096

    init(_ bytes: [UInt8]) {
        let prefix = BoundedMarkup.bounded(Array(bytes.prefix(Self.size)))
        // Every encoding in use on the web writes markup as ASCII does, or has a byte order mark.
        let tree = HTMLTree.read(prefix, encoding: "ISO-8859-1", limits: .standard, isPage: false)
        guard let document = tree.document else { return }
        defer { xmlFreeDoc(document) }
        guard let root = xmlDocGetRootElement(document) else { return }
        isFragment = !["html", "head", "body"].contains { root.isElement($0) }
        var node: HTMLNode? = UnsafeMutableRawPointer(document).assumingMemoryBound(to: xmlNode.self).pointee.children
        while let current = node {
            if current.isElement("meta"), let name = Self.charset(of: current) {
                charset = name
                return
            }
            node = current.following(within: nil)
        }
    }

    private static func charset(of meta: HTMLNode) -> String? {
        if let name = meta.attribute("charset"), !name.isEmpty { return name }
        guard meta.attribute("http-equiv")?.lowercased() == "content-type" else { return nil }
        return meta.attribute("content").flatMap(PageEncoding.charset(inContentType:))
    }
}

/// Turns the bytes of a page into UTF-8, whatever they are and whatever they are called.
package enum PageEncoding {
    /// The `charset` parameter of a `Content-Type` field; `nil` when it has none.
    package static func charset(inContentType field: String) -> String? {
        for parameter in field.split(separator: ";").dropFirst() {
            let parts = parameter.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].trimmingSpaces().lowercased() == "charset" else { continue }
            let name = parts[1].trimmingSpaces().drop { $0 == "\"" || $0 == "'" }.prefix { $0 != "\"" && $0 != "'" }
            return name.isEmpty ? nil : String(name)
        }
        return nil
    }

    /// The page as UTF-8.
    ///
    /// A byte order mark decides. Then what reads as UTF-8 without fault is UTF-8, as text in the legacy encodings
    /// hardly ever does. Then the answer's and the page's own words count, unless UTF-8 with its faults repaired has
    /// fewer of them. A character that cannot be read becomes U+FFFD.
    static func utf8(of bytes: [UInt8], charset: String?, declared: String?) -> [UInt8] {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return repaired(bytes[3...]).bytes }
        if bytes.starts(with: [0xFF, 0xFE]) { return utf16(bytes[2...], isBigEndian: false).bytes }
        if bytes.starts(with: [0xFE, 0xFF]) { return utf16(bytes[2...], isBigEndian: true).bytes }
        if String(validating: bytes, as: UTF8.self) != nil, !bytes.contains(0) { return bytes }
        let asUTF8 = repaired(bytes[...])
        for label in [charset, declared] {
            guard let label, let other = LegacyEncoding(label: label)?.utf8(of: bytes) else { continue }
            return other.faults < asUTF8.faults ? other.bytes : asUTF8.bytes
        }
        return asUTF8.bytes
    }

    private static func repaired(_ bytes: ArraySlice<UInt8>) -> (bytes: [UInt8], faults: Int) {
        let text = String(decoding: bytes, as: UTF8.self)
        return (Array(text.utf8), text.unicodeScalars.count { $0 == "\u{FFFD}" })
    }

    /// UTF-16 as UTF-8. Half a surrogate pair and an odd byte at the end are faults.
    static func utf16(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool) -> (bytes: [UInt8], faults: Int) {
        let bytes = Array(bytes)
        let units = (0..<bytes.count / 2).map { index in
            UInt16(bytes[2 * index + (isBigEndian ? 0 : 1)]) << 8 | UInt16(bytes[2 * index + (isBigEndian ? 1 : 0)])
        }
        var text = String(decoding: units, as: UTF16.self)
        if !bytes.count.isMultiple(of: 2) { text.unicodeScalars.append("\u{FFFD}") }
        return (Array(text.utf8), text.unicodeScalars.count { $0 == "\u{FFFD}" })
    }
}
