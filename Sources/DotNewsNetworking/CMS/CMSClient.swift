package import DotNewsFoundation
package import DotNewsModels
import DotNewsMarkup

/// Asks the CMS of an edition for columns, lists of articles, articles and images.
///
/// Every request can be made conditional on the version that is already there (`ifNewerThan`), and every answer brings the
/// version to keep. A value and its version belong together: a version that is kept without its value hides the value
/// for as long as the server says "not modified".
package struct CMSClient: Sendable {
    /// The edition that is asked.
    package let edition: Edition
    private let transport: any HTTPTransport
    private let now: @Sendable () -> Date

    /// Asks `edition` through `transport`.
    package init(edition: Edition, transport: any HTTPTransport) {
        self.init(edition: edition, transport: transport, now: { Date() })
    }

    /// Takes the time for expiry dates from `now` when the server does not say it.
    package init(edition: Edition, transport: any HTTPTransport, now: @escaping @Sendable () -> Date) {
        self.edition = edition
        self.transport = transport
        self.now = now
    }

    /// Reads the columns of the site.
    ///
    /// - Throws: ``CMSError``; also when the tree is cut off, so that no column seems to have vanished.
    package func columnTree(ifNewerThan version: ResourceVersion? = nil) async throws(CMSError) -> CMSAnswer<ColumnTree>
    {
        let address = columnTreeAddress
        return try await fetch(address, as: .json, ifNewerThan: version).map { body throws(CMSError) in
            var decoder = ColumnTreeDecoder(edition: edition)
            return try decoder.tree(from: body.content, at: address)
        }
    }

    /// Reads the newest articles of a column, as the CMS lists them for the mobile app.
    ///
    /// - Throws: ``CMSError``. A list that is cut off is none: it brings the articles before the cut.
    package func articles(
        in column: ColumnID, channel: ChannelID, ifNewerThan version: ResourceVersion? = nil
    ) async throws(CMSError) -> CMSAnswer<ArticleList> {
        try await list(at: articlesAddress(of: column, channel: channel), ifNewerThan: version)
    }

    /// Reads the most read articles of the last 24 hours, most read first.
    ///
    /// - Throws: ``CMSError``. A list that is cut off is none: it brings the articles before the cut.
    package func hotList(
        channel: ChannelID, ifNewerThan version: ResourceVersion? = nil
    ) async throws(CMSError) -> CMSAnswer<ArticleList> {
        try await list(at: hotListAddress(of: channel), ifNewerThan: version)
    }

    /// Reads one article with its body.
    ///
    /// - Throws: ``CMSError``, of which ``CMSError/isGone`` means that the article has been taken off the site.
    package func article(
        _ summary: ArticleSummary, ifNewerThan version: ResourceVersion? = nil
    ) async throws(CMSError) -> CMSAnswer<ArticleAnswer> {
        let address = articleAddress(for: summary)
        return try await fetch(address, as: .article, ifNewerThan: version).map { body throws(CMSError) in
            try decoder(at: body.date).article(from: body.content, known: summary, at: address)
        }
    }

    /// Reads an image as it is: JPEG, PNG, GIF, WebP, AVIF or HEIC, at most 16 MiB.
    ///
    /// - Throws: ``CMSError``; also when the content is not an image of these kinds, whatever the server calls it.
    package func image(
        _ address: WebAddress, ifNewerThan version: ResourceVersion? = nil
    ) async throws(CMSError) -> CMSAnswer<Data> {
        let asked = imageAddress(for: address)
        return try await fetch(asked, as: .image, ifNewerThan: version).map { body throws(CMSError) in
            guard ImageType(body.content) != nil else {
                throw .notImage(contentType: body.contentType, asked)
            }
            return body.content
        }
    }

    /// Reads an image in a width; in its own width when the server does not scale it.
    ///
    /// - Returns: The address that brought the image, under which it is to be kept, and the answer.
    /// - Throws: ``CMSError``, as ``image(_:ifNewerThan:)``.
    package func image(
        _ request: ImageRequest
    ) async throws(CMSError) -> (address: WebAddress, answer: CMSAnswer<Data>) {
        let scaled = request.scaledAddress
        do throws(CMSError) {
            return (scaled, try await image(scaled))
        } catch {
            guard scaled != request.address, error.mayRefuseScaling else { throw error }
            return (request.address, try await image(request.address))
        }
    }

    /// The channel id of the site: the configured one, else the one its home page names in `#channelId`.
    ///
    /// - Throws: ``CMSError``; also when the page names none.
    package func discoverChannel() async throws(CMSError) -> ChannelID {
        if let channelID = edition.channelID { return channelID }
        let address = address("/")
        let page = try await fetch(address, as: .page, ifNewerThan: nil)
        let inputs = PageInputs.values(inHTML: page.body?.content ?? Data(), ids: ["channelId"], classes: [])
        guard let channelID = inputs["channelId"].flatMap({ ChannelID(String($0.trimmingSpaces())) }) else {
            throw .malformed("the page does not name its channel id; set it in the edition", address)
        }
        return channelID
    }

    private func list(
        at address: WebAddress, ifNewerThan version: ResourceVersion?
    ) async throws(CMSError) -> CMSAnswer<ArticleList> {
        var answer = try await fetch(address, as: .json, ifNewerThan: version).map { body throws(CMSError) in
            try decoder(at: body.date).list(from: body.content, at: address)
        }
        // Kept, the version would make the rest of the list "not modified".
        if answer.value?.isComplete == false { answer.version = ResourceVersion() }
        return answer
    }

    /// A decoder for which articles expire by the server's clock, unless that is more than a day ahead of this device's: such a
    /// clock would have every article that ever expires gone.
    private func decoder(at date: Date?) -> StoryDecoder {
        let now = now()
        return StoryDecoder(edition: edition, now: date.map { $0 > now + 86_400 ? now : $0 } ?? now)
    }

    /// Sends a request and checks the answer as far as that is the same for everything.
    func fetch(
        _ address: WebAddress, as kind: CMSExchange.Kind, ifNewerThan version: ResourceVersion?
    ) async throws(CMSError) -> CMSExchange {
        let request = HTTPRequest(
            .get, address, headers: kind.headers.merging(version?.conditionalHeaders ?? [:]), limits: kind.limits)
        let requestedAt = now()
        let response: HTTPResponse
        do throws(HTTPError) {
            response = try await transport.send(request)
        } catch {
            throw .http(error)
        }
        return try CMSExchange(
            response, as: kind, to: address, ifNewerThan: version, requestedAt: requestedAt, receivedAt: now())
    }
}

extension CMSError {
    /// Whether the server may have taken offence at the width that was asked for.
    fileprivate var mayRefuseScaling: Bool {
        guard case .status(let status, _, _) = self, !isGone else { return false }
        return (400..<500).contains(status) && status != 401 && status != 429
    }
}
