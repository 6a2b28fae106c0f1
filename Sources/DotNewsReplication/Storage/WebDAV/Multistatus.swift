import DotNewsFoundation
import DotNewsModels
import DotNewsNetworking

/// What a server says to `PROPFIND` (RFC 4918, section 13).
struct Multistatus {
    /// A resource.
    struct Resource {
        /// The segments of its path, decoded.
        var path: [String]
        var isCollection = false
        /// Its size in bytes, if told.
        var size: Int?
        /// When it was last changed, by the server's clock, if told.
        var modified: Date?
    }

    /// The resources, in the order in which they were told.
    private(set) var resources: [Resource] = []

    private static let namespace = "DAV:"
    private var href = ""
    private var current = Resource(path: [])
    private var properties = Resource(path: [])
    private var status = ""
    private var depth = 0
    private var isMultistatus = false

    /// Reads an answer's content; `nil` when it is none, or holds more than there may be in a storage.
    init?(_ data: Data) {
        guard let read = XMLScanner.scan(data, Multistatus()), read.isMultistatus else { return nil }
        self = read
    }

    private init() {}

    /// The content of a request for what is read here, and no more.
    static let request = Data(
        """
        <?xml version="1.0" encoding="utf-8"?>
        <propfind xmlns="DAV:"><prop><resourcetype/><getcontentlength/><getlastmodified/></prop></propfind>
        """.utf8)

    /// The segments of an address's path, or of a path, decoded; `nil` when the last is not that of any name.
    ///
    /// Some servers write the characters `#`, `?` and `%` of a folder's name as they are. Objects have none of them in their
    /// names, so that only behind the last slash they end the path.
    static func segments(of href: String) -> [String]? {
        var path = href[...]
        if let scheme = path.firstRange(of: "://"), !path[..<scheme.lowerBound].contains("/") {
            path = path[scheme.upperBound...].drop { $0 != "/" }
        }
        let last = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        let name = path[last...].prefix { $0 != "?" && $0 != "#" }
        var segments = path[..<last].split(separator: "/").map { PercentEncoding.decode($0) ?? String($0) }
        guard !name.isEmpty else { return segments }
        guard let decoded = PercentEncoding.decode(name) else { return nil }
        segments.append(decoded)
        return segments
    }
}

extension Multistatus: XMLHandler {
    mutating func begin(_ name: String, namespace: String) {
        depth += 1
        guard namespace == Self.namespace else { return }
        switch name {
        case "multistatus" where depth == 1: isMultistatus = true
        case "response" where depth == 2:
            href = ""
            current = Resource(path: [])
        case "propstat" where depth == 3:
            properties = Resource(path: [])
            status = ""
        case "collection": properties.isCollection = true
        default: break
        }
    }

    mutating func end(_ name: String, namespace: String, text: String) {
        defer { depth -= 1 }
        guard namespace == Self.namespace else { return }
        let text = String(text.trimmingSpaces())
        switch (name, depth) {
        case ("href", 3): href = text
        case ("getcontentlength", 5): properties.size = Int(text).flatMap { $0 >= 0 ? $0 : nil }
        case ("getlastmodified", 5): properties.modified = HTTPDate.date(from: text)
        case ("status", 4): status = text
        case ("propstat", 3): takeProperties()
        case ("response", 2):
            // An address that cannot be read is that of no object.
            guard let path = Self.segments(of: href) else { return }
            current.path = path
            resources.append(current)
        default: break
        }
    }

    /// Takes up the properties that were found; those that were not come with another status.
    private mutating func takeProperties() {
        let words = status.split(separator: " ")
        guard words.count < 2 || words[1].hasPrefix("2") else { return }
        current.isCollection = current.isCollection || properties.isCollection
        current.size = properties.size ?? current.size
        current.modified = properties.modified ?? current.modified
    }
}
