/// What a `Cache-Control` field says to a private cache, such as an app's (RFC 9111, section 5.2.2; RFC 5861; RFC 8246).
///
/// Directives for shared caches (`s-maxage`, `proxy-revalidate`, `public`) and unknown ones are passed over. Times are
/// bounded by ``maximumAge``. What is said twice counts in its more restrictive sense, and a time that is no number as
/// zero, as section 4.2.1 advises.
package struct CacheControl: Hashable, Sendable {
    /// How long the answer is fresh, from when the origin made it; `nil` when the field does not say.
    package private(set) var maxAge: Duration?
    /// How long after that a stale copy may be shown while a new one is asked for (RFC 5861, section 3).
    package private(set) var staleWhileRevalidate: Duration?
    /// Whether a copy must be compared with the server's before each use. The form that names fields counts as well.
    package private(set) var isNoCache = false
    /// Whether the answer is not meant to be kept.
    package private(set) var isNoStore = false
    /// Whether the content at the address never changes (RFC 8246).
    package private(set) var isImmutable = false

    /// The longest time that is told apart: 2³¹ seconds (RFC 9111, section 1.2.2).
    package static let maximumAge = Duration.seconds(1 << 31)

    /// How long the field may be, in bytes of all its lines; a longer one counts as `no-cache`.
    static let maximumLength = 4_096

    /// Reads every `Cache-Control` line of an answer.
    package init(_ headers: HTTPHeaders) {
        let text = headers.values(of: "Cache-Control").joined(separator: ",")
        guard text.utf8.count <= Self.maximumLength else {
            isNoCache = true
            return
        }
        for directive in Self.directives(in: text) { take(directive) }
    }

    private mutating func take(_ directive: Directive) {
        switch directive.name {
        case "max-age": maxAge = min(maxAge ?? Self.maximumAge, directive.seconds)
        case "stale-while-revalidate":
            staleWhileRevalidate = min(staleWhileRevalidate ?? Self.maximumAge, directive.seconds)
        case "no-cache": isNoCache = true
        case "no-store": isNoStore = true
        case "immutable": isImmutable = true
        default: break
        }
    }

    // MARK: Syntax

    private struct Directive {
        var name: String
        var argument: String?

        /// The argument as delta-seconds; zero when it is none.
        var seconds: Duration { argument.flatMap(CacheControl.deltaSeconds) ?? .zero }
    }

    /// The directives between commas, names in lower case, arguments without quotes.
    private static func directives(in field: String) -> [Directive] {
        var directives: [Directive] = []
        var name = [UInt8]()
        var argument: [UInt8]?
        var isQuoted = false
        var isEscaped = false
        func finish() {
            let word = trimmed(name).lowercased()
            if !word.isEmpty { directives.append(Directive(name: word, argument: argument.map(trimmed))) }
            name = []
            argument = nil
        }
        for byte in field.utf8 {
            switch byte {
            case _ where isEscaped:
                isEscaped = false
                argument?.append(byte)
            case UInt8(ascii: "\\") where isQuoted: isEscaped = true
            case UInt8(ascii: "\"") where argument != nil: isQuoted.toggle()
            case UInt8(ascii: ",") where !isQuoted: finish()
            case UInt8(ascii: "=") where argument == nil: argument = []
            default: if argument == nil { name.append(byte) } else { argument?.append(byte) }
            }
        }
        finish()
        return directives
    }

    private static func trimmed(_ bytes: [UInt8]) -> String {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        let end = bytes.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? 0
        return String(decoding: bytes[..<end].drop(while: isSpace), as: UTF8.self)
    }

    /// A whole number of seconds of ASCII digits alone, at most ``maximumAge``; `nil` when the text is anything else.
    static func deltaSeconds(_ text: String) -> Duration? {
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) else {
            return nil
        }
        // A number that does not fit is longer than the longest time.
        return min(Int64(text).map { .seconds($0) } ?? maximumAge, maximumAge)
    }
}
