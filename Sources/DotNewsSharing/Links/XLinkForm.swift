import DotNewsFoundation

internal import DotNewsModels

/// Writes an address so that X makes one link of all of it.
enum XLinkForm {
    /// `address` as it goes into a post.
    ///
    /// X ends a link at some characters that an address may hold: a `#` directly after the host, parentheses without
    /// their partner, punctuation at the end of the path or of the whole. These are written in the equivalent
    /// percent-encoded form, and only when the link would be cut otherwise. Hosts that X does not know stay as they are.
    static func string(for address: WebAddress) -> String {
        let original = address.string
        if isWhole(original) { return original }
        var candidate = withRootPath(address)
        for rewriting in [encodingPathEnd, encodingParentheses, encodingUnknown] {
            if isWhole(candidate) { return candidate }
            candidate = encodingEnd(rewriting(candidate))
        }
        return isWhole(candidate) ? candidate : original
    }

    /// Whether X makes one link of all of `link`.
    static func isWhole(_ link: String) -> Bool {
        let units = TextUnits(link)
        let links = XLinkScanner.links(in: units)
        return links.count == 1 && links[0].range == 0..<units.count
    }

    private static func withRootPath(_ address: WebAddress) -> String {
        guard address.path.isEmpty else { return address.string }
        let origin = address.origin.string
        return origin + "/" + address.string.dropFirst(origin.count)
    }

    /// A path ends before its query only at a character that may end one.
    private static func encodingPathEnd(_ link: String) -> String {
        guard let mark = link.firstIndex(of: "?") else { return link }
        return encodingEnd(String(link[..<mark])) + link[mark...]
    }

    /// Encodes whatever X takes neither for a part of a path nor of a query.
    private static func encodingUnknown(_ link: String) -> String {
        // Behind the scheme, which is as long as `https://` or one shorter.
        guard let path = link.dropFirst(8).firstIndex(of: "/") else { return link }
        var isQuery = false
        var result = Array(link[..<path].utf8)
        for byte in link[path...].utf8 {
            let unit = UInt16(byte)
            let isMark = !isQuery && byte == UInt8(ascii: "?")
            if isMark { isQuery = true }
            if isMark || (isQuery ? XCharacterClasses.isQuery(unit) : XCharacterClasses.isPath(unit)) {
                result.append(byte)
            } else {
                result += "%\(byte.hexadecimal.uppercased())".utf8
            }
        }
        return encodingPathEnd(String(decoding: result, as: UTF8.self))
    }

    private static func encodingParentheses(_ link: String) -> String {
        link.reduce(into: "") { result, character in
            switch character {
            case "(": result += "%28"
            case ")": result += "%29"
            default: result.append(character)
            }
        }
    }

    private static func encodingEnd(_ link: String) -> String {
        var kept = Substring(link)
        var tail = ""
        while let last = kept.utf8.last, !XCharacterClasses.isPathEnd(UInt16(last)), kept.utf8.count > 10 {
            tail = "%" + last.hexadecimal.uppercased() + tail
            kept.removeLast()
        }
        return kept + tail
    }
}
