/// A column of a site: a named list of articles, possibly with columns inside.
public struct SiteColumn: Hashable, Sendable, Identifiable {
    /// The CMS's id, unique in the site.
    public var id: ColumnID
    /// The name readers see.
    public var name: String
    /// Where the column stands in the site, unique in the site.
    public var path: ColumnPath
    /// The column's page.
    public var address: WebAddress?
    /// Whether the site keeps the column out of its menus.
    public var isHidden: Bool
    /// The columns inside, in the site's order.
    public var children: [SiteColumn]

    /// Creates a column.
    public init(
        id: ColumnID, name: String, path: ColumnPath, address: WebAddress? = nil, isHidden: Bool = false,
        children: [SiteColumn] = []
    ) {
        self.id = id
        self.name = name
        self.path = path
        self.address = address
        self.isHidden = isHidden
        self.children = children
    }

    /// This column and all columns inside it, each before those inside it.
    public var descendants: [SiteColumn] { [self] + children.flatMap(\.descendants) }
}

/// The columns of a site, in the site's order.
public struct ColumnTree: Hashable, Sendable {
    /// The columns that stand in no other.
    public var roots: [SiteColumn]

    /// Makes a tree of `roots`.
    public init(roots: [SiteColumn] = []) { self.roots = roots }

    /// Every column, each before those inside it.
    public var all: [SiteColumn] { roots.flatMap(\.descendants) }

    /// The column at `path`; `nil` when the site has none there.
    public subscript(path: ColumnPath) -> SiteColumn? { all.first { $0.path == path } }

    /// The column with `id`; `nil` when the site has none.
    public subscript(id: ColumnID) -> SiteColumn? { all.first { $0.id == id } }
}

/// The column an article names as its own.
public struct ColumnReference: Hashable, Sendable {
    /// The CMS's id.
    public var id: ColumnID
    /// The name readers see; empty when the article does not say it.
    public var name: String
    /// Where the column stands in the site; `nil` when that is not known.
    public var path: ColumnPath?

    /// Refers to a column.
    public init(id: ColumnID, name: String, path: ColumnPath? = nil) {
        self.id = id
        self.name = name
        self.path = path
    }
}

extension SiteColumn: Encodable {
    private enum CodingKeys: String, CodingKey {
        case id, name, path, url, hidden, children
    }

    /// Writes `id`, `name`, `path`, `url`, `hidden` and `children`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(name, forKey: .name)
        try container.encode(path, forKey: .path)
        try container.encode(address, forKey: .url)
        try container.encode(isHidden, forKey: .hidden)
        try container.encode(children, forKey: .children)
    }
}

extension ColumnReference: Codable {}
