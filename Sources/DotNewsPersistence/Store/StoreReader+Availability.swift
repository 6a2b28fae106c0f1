import DotNewsDatabase
public import DotNewsModels

extension StoreReader {
    /// Returns for each of some articles the part that can be read without network.
    ///
    /// A picture counts as there in whatever width it is cached, and so does one that the site said it does not have.
    ///
    /// - Parameter ids: The articles; those after the first 1,000 are left out.
    /// - Returns: An entry for each of these ids; `ArticleAvailability.unknown` for those of which nothing is stored.
    /// - Complexity: A few look-ups an article and one a picture; no text is read.
    public func availability(of ids: [ArticleID]) throws(StoreError) -> [ArticleID: ArticleAvailability] {
        try connection.converting {
            var found: [ArticleID: ArticleAvailability] = [:]
            for id in ids.prefix(ArticleListing.maximumLimit) where found[id] == nil {
                found[id] = try connection.availability(of: ArticleKey(id))
            }
            return found
        }
    }
}

extension Connection {
    /// The part of an article that can be read without network.
    func availability(of key: ArticleKey) throws -> ArticleAvailability {
        try requiredRow(Self.availabilitySQL, key) { row in
            if row.flag(0) { return .gone }
            if row.isNull(1) { return .unknown }
            guard row.flag(2) else { return .listed }
            return row.integer(1) == 0 && row.flag(3) ? .complete : .text
        }
    }

    /// Whether the site has withdrawn the article, what its body needs, whether there is one, and whether no image is
    /// missing.
    private static let availabilitySQL = """
        SELECT coalesce(a.is_withdrawn, 0) OR w.key IS NOT NULL OR (a.id IS NULL AND f.code = 'gone'), a.body_need,
            b.article IS NOT NULL, b.article IS NOT NULL AND \(hasAllImages)
        FROM (SELECT ?1 AS key) AS wanted
        LEFT JOIN article AS a ON a.key = wanted.key
        LEFT JOIN body AS b ON b.article = a.id
        LEFT JOIN withdrawn AS w ON w.key = wanted.key
        LEFT JOIN bookmark_failure AS f ON f.key = wanted.key
        """

    /// The SQL of whether no image of the article `a` with the body `b` is missing.
    static let hasAllImages = """
        (a.thumbnail_url = '' OR \(isImageKnown(withoutQuery("a.thumbnail_url"))))
            AND NOT EXISTS (SELECT 1 FROM json_each(b.images) AS i WHERE NOT \(isImageKnown("i.value")))
        """

    /// The SQL of whether an image is cached in some width, or known not to exist; `address` is without query.
    ///
    /// `@` follows `?`, so that the range holds the address with each query.
    private static func isImageKnown(_ address: String) -> String {
        "EXISTS (SELECT 1 FROM image WHERE url = \(address) OR (url > \(address) || '?' AND url < \(address) || '@'))"
    }

    /// The SQL of an address without its query.
    private static func withoutQuery(_ address: String) -> String {
        "substr(\(address), 1, instr(\(address) || '?', '?') - 1)"
    }
}
