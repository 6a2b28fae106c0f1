import DotNewsDatabase
public import DotNewsFoundation
public import DotNewsModels

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
            SELECT \(SummaryRecord.qualifiedColumns), inflate(b.blocks), b.details
            FROM reader_state AS s INDEXED BY reader_state_bookmarked CROSS JOIN article AS a
            LEFT JOIN body AS b ON b.article = a.id WHERE s.is_bookmarked = 1 AND a.key = s.key
            """
        ) { row in
            for address in try row.imageAddresses(includingBody: true) {
                addresses.insert(address.withoutQuery)
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
    /// The addresses of an article's images, from a summary followed by blocks and details: the thumbnail first, then as
    /// they come.
    fileprivate func imageAddresses(includingBody: Bool) throws -> [WebAddress] {
        let first = SummaryRecord.columnCount
        let summary = try summary(from: 0)
        let addresses = summary.thumbnail.map { [$0.address] } ?? []
        guard includingBody, !isNull(first) else { return addresses }
        let article = try article(summary: summary, blocks: first, details: first + 1)
        return addresses + article.bodyImageAddresses
    }
}

extension Article {
    /// The addresses of the images that it shows besides its thumbnail, in their order.
    var bodyImageAddresses: [WebAddress] { allImages.map(\.address) + (video?.poster.map { [$0] } ?? []) }
}

extension ArticleStore {
    /// The addresses of the images of the newest articles, in the order in which a reader meets them, each once.
    ///
    /// - Parameters:
    ///   - columns: Only articles of these columns; `nil` for all. Columns inside them do not count.
    ///   - publishedSince: Only articles published at this time or later.
    ///   - count: Of how many articles.
    ///   - includingBodies: Whether the images of bodies are listed too, or only those that lists show.
    public func imageAddresses(
        in columns: Set<ColumnID>? = nil, publishedSince: Date? = nil, newest count: Int, includingBodies: Bool = true
    ) async throws(StoreError) -> [WebAddress] {
        try await read("listing images") { reader in
            let connection = reader.connection
            let rows = try reader.newestRows(in: columns, count: count, publishedSince: publishedSince)
            var seen: Set<WebAddress> = []
            var addresses: [WebAddress] = []
            for row in rows {
                try connection.forEachRow(
                    """
                    SELECT \(SummaryRecord.qualifiedColumns), inflate(b.blocks), b.details
                    FROM article AS a LEFT JOIN body AS b ON b.article = a.id WHERE a.id = ?1
                    """, row
                ) { row in
                    addresses += try row.imageAddresses(includingBody: includingBodies).filter {
                        seen.insert($0).inserted
                    }
                }
            }
            return addresses
        }
    }
}
