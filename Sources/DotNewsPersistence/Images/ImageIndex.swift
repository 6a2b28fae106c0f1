import DotNewsDatabase
package import DotNewsFoundation
package import DotNewsModels

/// What the store keeps of an image.
struct ImageEntry: Sendable {
    let address: WebAddress
    let size: Int64
    let type: ImageType
    let lastUse: Date
}

extension Connection {
    /// The file of an image's address.
    func imageName(of address: WebAddress) throws -> ImageName? {
        try row("SELECT name FROM image WHERE url = ?1", address.string) { row in ImageName(stored: row.text(0)) }
            ?? nil
    }

    /// The files of an image in the widths that are cached: the narrowest that is wide enough first, then the others, the
    /// widest first.
    func images(for request: ImageRequest) throws -> [(address: WebAddress, name: ImageName)] {
        let base = request.address.withoutQuery.string
        let found = try rows(
            "SELECT url, name FROM image WHERE name != '' AND (url = ?1 OR (url > ?1 || '?' AND url < ?1 || '@'))", base
        ) { row in (address: WebAddress(normalized: row.text(0)), name: ImageName(stored: row.text(1))) }
        let images = found.compactMap { image in
            request.isImage(at: image.address) ? image.name.map { (address: image.address, name: $0) } : nil
        }
        func width(_ image: (address: WebAddress, name: ImageName)) -> Int { image.address.scaledWidth ?? .max }
        let ascending = images.sorted { width($0) < width($1) }
        return ascending.filter { request.isSatisfied(by: $0.address) }
            + ascending.reversed().filter { !request.isSatisfied(by: $0.address) }
    }

    // An entry without a name says that there was no image at its address when it was "last used".

    /// Whether it was noted between two times that there is no image at an address. One noted later, by a clock that has
    /// been set back since, does not count.
    func isImageUnavailable(_ address: WebAddress, since earliest: Date, until latest: Date) throws -> Bool {
        try hasRow(
            "SELECT 1 FROM image WHERE url = ?1 AND name = '' AND last_used_at BETWEEN ?2 AND ?3", address.string,
            earliest.storedMilliseconds, latest.storedMilliseconds)
    }

    /// Notes that there is no image at an address.
    func putUnavailableImage(_ address: WebAddress, at date: Date) throws {
        try execute(
            """
            INSERT INTO image (url, name, size, type, last_used_at) VALUES (?1, '', 0, '', ?2)
            ON CONFLICT DO UPDATE SET name = '', size = 0, type = '', last_used_at = excluded.last_used_at
            """, address.string, date.storedMilliseconds)
    }

    /// Forgets the notes before `earliest`, and all but the last `count`.
    func forgetUnavailableImages(before earliest: Date, keeping count: Int) throws {
        try execute(
            """
            DELETE FROM image WHERE name = '' AND (last_used_at < ?1 OR url IN (
                SELECT url FROM image WHERE name = '' ORDER BY last_used_at DESC, url LIMIT -1 OFFSET ?2))
            """, earliest.storedMilliseconds, count)
    }

    /// Keeps an image's entry; the file that its address had before goes when no other address has it.
    func putImage(_ entry: ImageEntry, name: ImageName, files: ImageFiles) throws {
        let old = try imageName(of: entry.address)
        try execute(
            """
            INSERT INTO image (url, name, size, type, last_used_at) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT DO UPDATE SET name = excluded.name, size = excluded.size, type = excluded.type,
                last_used_at = excluded.last_used_at
            """, entry.address.string, name.text, entry.size, entry.type.rawValue, entry.lastUse.storedMilliseconds)
        guard let old, old != name else { return }
        let isUsed = try hasRow("SELECT 1 FROM image WHERE name = ?1", old.text)
        if !isUsed { files.remove(old) }
    }

    /// Removes the entries of a file.
    func removeImages(named name: ImageName) throws {
        try execute("DELETE FROM image WHERE name = ?1", name.text)
    }

    /// Stores when images were last used.
    func recordImageUses(_ uses: [WebAddress: Date]) throws {
        for (address, date) in uses {
            try execute(
                "UPDATE image SET last_used_at = ?2 WHERE url = ?1 AND last_used_at < ?2", address.string,
                date.storedMilliseconds)
        }
    }

    /// All files, those that have not been used for longest first.
    func imagesByLastUse() throws -> [(name: ImageName, size: Int64)] {
        try rows("SELECT name, max(size) FROM image GROUP BY name ORDER BY max(last_used_at), name") { row in
            ImageName(stored: row.text(0)).map { (name: $0, size: row.integer(1)) }
        }.compactMap { $0 }
    }

    /// The files of images that bookmarked articles show, in whatever width.
    func imageNamesOfBookmarkedArticles() throws -> Set<ImageName> {
        var addresses: Set<WebAddress> = []
        try forEachRow(
            """
            SELECT a.thumbnail_url, i.value
            FROM reader_state AS s INDEXED BY reader_state_bookmarked CROSS JOIN article AS a
            LEFT JOIN body AS b ON b.article = a.id LEFT JOIN json_each(b.images) AS i
            WHERE s.is_bookmarked = 1 AND a.key = s.key
            """
        ) { row in
            for address in [row.text(0), row.text(1)] where !address.isEmpty {
                addresses.insert(WebAddress(normalized: address).withoutQuery)
            }
        }
        guard !addresses.isEmpty else { return [] }
        var names: Set<ImageName> = []
        try forEachRow("SELECT url, name FROM image") { row in
            let address = WebAddress(normalized: row.text(0))
            if addresses.contains(address.withoutQuery), let name = ImageName(stored: row.text(1)) {
                names.insert(name)
            }
        }
        return names
    }
}

extension Row {
    /// The addresses of an article's images, from a summary followed by blocks and details.
    fileprivate func imageAddresses(
        includingBody: Bool
    ) throws -> (thumbnail: WebAddress?, body: [WebAddress]) {
        let first = SummaryRecord.columnCount
        let summary = try summary(from: 0)
        let thumbnail = summary.thumbnail?.address
        guard includingBody, !isNull(first) else { return (thumbnail, []) }
        return (thumbnail, try article(summary: summary, blocks: first, details: first + 1).bodyImageAddresses)
    }
}

extension Article {
    /// The addresses of the images that it shows besides its thumbnail, in their order.
    var bodyImageAddresses: [WebAddress] { allImages.map(\.address) + (video?.poster.map { [$0] } ?? []) }
}

/// The widths in which images are fetched, in pixels; `nil` for their own.
package struct ImageWidths: Hashable, Sendable {
    /// The width of images in bodies.
    package var body: Int?
    /// The width of the images that lists show.
    package var thumbnail: Int?

    /// Creates widths.
    package init(body: Int? = nil, thumbnail: Int? = nil) {
        self.body = body
        self.thumbnail = thumbnail
    }
}

/// Images to be fetched, each once, in the largest of the widths in which it is wanted.
struct ImageRequestList {
    private(set) var requests: [ImageRequest] = []
    private var positions: [WebAddress: Int] = [:]

    mutating func add(_ address: WebAddress, width: Int?) {
        guard let position = positions[address] else {
            positions[address] = requests.count
            requests.append(ImageRequest(address, width: width))
            return
        }
        guard let present = requests[position].width else { return }
        requests[position].width = width.map { max($0, present) }
    }

    /// Adds an article's images, from a summary followed by blocks and details.
    mutating func add(_ row: Row, widths: ImageWidths, includingBody: Bool) throws {
        let addresses = try row.imageAddresses(includingBody: includingBody)
        if let thumbnail = addresses.thumbnail { add(thumbnail, width: widths.thumbnail) }
        for address in addresses.body { add(address, width: widths.body) }
    }
}

extension ArticleStore {
    /// The addresses of the images of the newest articles, in the order in which a reader meets them, each once.
    ///
    /// - Parameters:
    ///   - columns: Only articles of these columns; `nil` for all. Columns inside them do not count.
    ///   - publishedSince: Only articles published at this time or later.
    ///   - count: Of how many articles.
    ///   - includingBodies: Whether the images of bodies are listed too, or only those that lists show.
    package func imageAddresses(
        in columns: Set<ColumnID>? = nil, publishedSince: Date? = nil, newest count: Int, includingBodies: Bool = true
    ) async throws(StoreError) -> [WebAddress] {
        try await imageRequests(
            in: columns, publishedSince: publishedSince, newest: count, widths: ImageWidths(),
            includingBodies: includingBodies
        ).map(\.address)
    }

    /// The images of the newest articles, in the order in which a reader meets them, in these widths.
    package func imageRequests(
        in columns: Set<ColumnID>? = nil, publishedSince: Date? = nil, newest count: Int, widths: ImageWidths,
        includingBodies: Bool
    ) async throws(StoreError) -> [ImageRequest] {
        try await read("listing images") { reader in
            let rows = try reader.newestRows(in: columns, count: count, publishedSince: publishedSince)
            return try reader.connection.imageRequests(of: rows, widths: widths, includingBodies: includingBodies)
        }
    }

    /// The images of some articles, in the order of the articles, in these widths.
    package func imageRequests(
        of ids: [ArticleID], widths: ImageWidths
    ) async throws(StoreError) -> [ImageRequest] {
        try await read("listing images") { reader in
            let rows = try ids.compactMap { try reader.connection.articleRow(of: ArticleKey($0)) }
            return try reader.connection.imageRequests(of: rows, widths: widths, includingBodies: true)
        }
    }
}

extension Connection {
    fileprivate func imageRequests(
        of rows: [Int64], widths: ImageWidths, includingBodies: Bool
    ) throws -> [ImageRequest] {
        var list = ImageRequestList()
        for row in rows {
            try forEachRow(
                """
                SELECT \(SummaryRecord.qualifiedColumns), inflate(b.blocks), b.details
                FROM article AS a LEFT JOIN body AS b ON b.article = a.id WHERE a.id = ?1
                """, row
            ) { row in try list.add(row, widths: widths, includingBody: includingBodies) }
        }
        return list.requests
    }
}
