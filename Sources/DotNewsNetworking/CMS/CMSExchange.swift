import DotNewsFoundation
import DotNewsMarkup
import DotNewsModels

/// An answer that has passed the checks that are the same for everything the CMS is asked for.
struct CMSExchange {
    /// What is asked for.
    enum Kind {
        case json, article, page, image

        /// What the request says it accepts.
        var headers: HTTPHeaders {
            switch self {
            case .json, .article: ["Accept": "application/json"]
            case .page: ["Accept": "text/html"]
            case .image: ["Accept": "image/avif, image/webp, image/jpeg, image/png, image/gif"]
            }
        }

        /// The bounds of the request. A list takes half a megabyte, an article a tenth of that; several are under way at
        /// once, so that the bounds times their number bound the memory.
        var limits: HTTPLimits {
            switch self {
            case .json: HTTPLimits(maximumTransferSize: 4 << 20, maximumBodySize: 8 << 20)
            case .article: HTTPLimits(maximumTransferSize: 2 << 20, maximumBodySize: 4 << 20)
            case .page: HTTPLimits(maximumTransferSize: 4 << 20, maximumBodySize: 4 << 20)
            case .image: HTTPLimits(maximumTransferSize: 16 << 20, maximumBodySize: 16 << 20)
            }
        }
    }

    /// The content of an answer.
    struct Body {
        let content: Data
        let contentType: String
        /// What the server says of the encoding.
        let charset: String?
        /// When the server says it answered.
        let date: Date?
    }

    /// The content; `nil` when it has not changed.
    let body: Body?
    private let version: ResourceVersion
    private let address: WebAddress
    private let transferSize: Int
    private let date: Date?
    private let freshness: HTTPFreshness?

    /// Checks an answer from `address` to a request conditional on `sent`, which was asked and came at these times.
    init(
        _ response: HTTPResponse, as kind: Kind, to address: WebAddress, ifNewerThan sent: ResourceVersion?,
        requestedAt: Date, receivedAt: Date
    ) throws(CMSError) {
        self.address = address
        transferSize = response.transferSize
        date = response.headers["Date"].flatMap { HTTPDate.date(from: $0) }
        freshness = HTTPFreshness(response.headers, requestedAt: requestedAt, receivedAt: receivedAt)
        var version = ResourceVersion(
            entityTag: response.headers["ETag"], lastModified: response.headers["Last-Modified"])
        switch response.status {
        case 200, 203:
            if version.conditionalHeaders.fields.isEmpty {
                // Without validators the content itself is compared.
                let hash = StableHash.value(of: response.body)
                version = ResourceVersion(contentHash: hash)
                if sent?.contentHash == hash {
                    self.version = version
                    body = nil
                    return
                }
            }
            self.version = version
            let type = response.headers["Content-Type"] ?? ""
            body = Body(
                content: response.body, contentType: Self.mediaType(type),
                charset: PageEncoding.charset(inContentType: type), date: date)
            try check(kind)
        case 304:
            guard let sent, !sent.conditionalHeaders.fields.isEmpty else { throw .unexpectedNotModified(address) }
            // A 304 need not repeat the validators (RFC 9110, section 15.4.5).
            self.version = ResourceVersion(
                entityTag: version.entityTag ?? sent.entityTag,
                lastModified: version.lastModified ?? sent.lastModified, contentHash: sent.contentHash)
            body = nil
        default:
            let asksForPatience = response.status == 429 || response.status == 503
            let patience = asksForPatience ? RetryAfter.delay(in: response.headers, now: receivedAt) : nil
            throw .status(response.status, address, retryAfter: patience)
        }
    }

    /// Decodes the content, if there is any.
    func map<Value>(_ decode: (Body) throws(CMSError) -> Value) throws(CMSError) -> CMSAnswer<Value> {
        var value: Value?
        if let body { value = try decode(body) }
        return CMSAnswer(
            value: value, version: version, address: address, transferSize: transferSize, date: date,
            freshness: freshness)
    }

    private func check(_ kind: Kind) throws(CMSError) {
        guard let body else { return }
        switch kind {
        case .json, .article:
            // What it is counts, not what it is called: JSON is also sent as text/html and text/plain.
            let first = body.content.first { !" \t\r\n\u{FEFF}".utf8.contains($0) }
            guard let first else { throw .malformed("it is empty", address) }
            guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else {
                throw .notJSON(contentType: body.contentType, address)
            }
        case .image:
            guard body.contentType.isEmpty || body.contentType.hasPrefix("image/") else {
                throw .notImage(contentType: body.contentType, address)
            }
        case .page: break
        }
    }

    /// The media type without parameters, in lower case, as it may be printed.
    private static func mediaType(_ field: String) -> String {
        String(field.prefix { $0 != ";" }).lowercased().plainLine(maximumLength: 100)
    }
}
