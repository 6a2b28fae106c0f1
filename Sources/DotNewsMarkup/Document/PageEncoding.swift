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
        for (mark, name) in [([0xFF, 0xFE] as [UInt8], "UTF-16LE"), ([0xFE, 0xFF], "UTF-16BE")]
        where bytes.starts(with: mark) {
            return converted(Array(bytes[2...]), from: name)?.bytes ?? []
        }
        if String(validating: bytes, as: UTF8.self) != nil, !bytes.contains(0) { return bytes }
        let asUTF8 = repaired(bytes[...])
        for label in [charset, declared] {
            guard let label, let name = converters[label.lowercased()], let other = converted(bytes, from: name)
            else { continue }
            return other.faults < asUTF8.faults ? other.bytes : asUTF8.bytes
        }
        return asUTF8.bytes
    }

    /// The encodings that occur in Chinese and English pages, under the names pages use for them, and the converter's
    /// name. As in browsers, a name stands for the largest set it is used for.
    private static let converters: [String: String] = {
        var table: [String: String] = [:]
        for (name, labels) in [
            ("GB18030", ["gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "chinese", "csgb2312"]),
            ("BIG5-HKSCS", ["big5", "big5-hkscs", "cn-big5", "x-x-big5", "csbig5"]),
            ("CP1252", ["iso-8859-1", "latin1", "windows-1252", "cp1252", "us-ascii", "ascii"]),
            ("UTF-16LE", ["utf-16", "utf-16le"]), ("UTF-16BE", ["utf-16be"]),
            ("CP932", ["shift_jis", "shift-jis", "sjis", "windows-31j"]), ("EUC-JP", ["euc-jp"]),
            ("CP949", ["euc-kr", "ks_c_5601-1987"]),
        ] {
            for label in labels { table[label] = name }
        }
        return table
    }()

    private static func repaired(_ bytes: ArraySlice<UInt8>) -> (bytes: [UInt8], faults: Int) {
        let text = String(decoding: bytes, as: UTF8.self)
        return (Array(text.utf8), text.unicodeScalars.count { $0 == "\u{FFFD}" })
    }

    #if canImport(Glibc)
        private static func converted(_ bytes: [UInt8], from name: String) -> (bytes: [UInt8], faults: Int)? {
            guard let converter = iconv_open("UTF-8", name), Int(bitPattern: converter) != -1 else { return nil }
            defer { iconv_close(converter) }
            var result = [UInt8]()
            var faults = 0
            var input = bytes.map { CChar(bitPattern: $0) }
            var chunk = [CChar](repeating: 0, count: 64 << 10)
            input.withUnsafeMutableBufferPointer { input in
                chunk.withUnsafeMutableBufferPointer { chunk in
                    var next = input.baseAddress
                    var left = input.count
                    while left > 0 {
                        var output = chunk.baseAddress
                        var room = chunk.count
                        let status = iconv(converter, &next, &left, &output, &room)
                        result += UnsafeRawBufferPointer(
                            rebasing: UnsafeRawBufferPointer(chunk)[..<(chunk.count - room)])
                        guard status == -1, errno != E2BIG, left > 0 else { continue }
                        // A byte that begins no character of the encoding.
                        result += [0xEF, 0xBF, 0xBD]
                        faults += 1
                        next = next.map { $0 + 1 }
                        left -= 1
                    }
                }
            }
            return (result, faults)
        }
    #elseif canImport(Darwin)
        private static func converted(_ bytes: [UInt8], from name: String) -> (bytes: [UInt8], faults: Int)? {
            let encoding = CFStringConvertIANACharSetNameToEncoding(name as CFString)
            guard encoding != kCFStringEncodingInvalidId else { return nil }
            let text = String(
                data: Data(bytes),
                encoding: String.Encoding(rawValue: CFStringConvertEncodingToNSStringEncoding(encoding)))
            return text.map { (Array($0.utf8), 0) }
        }
    #else
        private static func converted(_ bytes: [UInt8], from name: String) -> (bytes: [UInt8], faults: Int)? { nil }
    #endif
}
