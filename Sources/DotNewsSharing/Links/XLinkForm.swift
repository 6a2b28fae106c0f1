import DotNewsFoundation

internal import DotNewsModels

/// Writes an address so that X makes one link of all of it.
enum XLinkForm {
    /// `address` as it goes into a post.
    ///
    /// X ends a link at some characters that an address may hold: a `#` directly after the host, parentheses without
    /// their partner, punctuation at the end. These are written in the equivalent percent-encoded form, and only when
    /// the link would be cut otherwise.
    static func string(for address: WebAddress) -> String {
        let original = address.string
        if isWhole(original) { return original }
        var candidate = withRootPath(address)
        if isWhole(candidate) { return candidate }
        candidate = encodingParentheses(candidate)
        if isWhole(candidate) { return candidate }
        candidate = encodingEnd(candidate)
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
