import DotNewsDatabase
import DotNewsModels

extension ArticleWriter {
    /// Replaces the site's columns; returns whether they changed. Columns that the site no longer lists stay known to
    /// the articles that stand in them.
    func replaceColumns(with tree: ColumnTree) throws -> Bool {
        guard try connection.columnTree() != tree else { return false }
        try connection.execute("UPDATE site_column SET ordinal = NULL, parent = NULL WHERE ordinal IS NOT NULL")
        var ordinal = 0
        var seen: Set<ColumnID> = []
        for root in tree.roots { try put(root, parent: nil, ordinal: &ordinal, seen: &seen) }
        return true
    }

    private func put(_ column: SiteColumn, parent: Int64?, ordinal: inout Int, seen: inout Set<ColumnID>) throws {
        // A site that lists a column twice keeps it at its first position.
        guard seen.insert(column.id).inserted else { return }
        let row = try connection.integer(
            """
            INSERT INTO site_column (key, name, path, url, is_hidden, ordinal, parent)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (key) DO UPDATE
            SET name = excluded.name, path = excluded.path, url = excluded.url, is_hidden = excluded.is_hidden,
                ordinal = excluded.ordinal, parent = excluded.parent
            RETURNING id
            """, column.id.rawValue, column.name, column.path.rawValue, column.address?.string ?? "", column.isHidden,
            ordinal, parent)
        ordinal += 1
        for child in column.children { try put(child, parent: row, ordinal: &ordinal, seen: &seen) }
    }
}

extension Connection {
    /// The site's columns.
    func columnTree() throws -> ColumnTree {
        let columns = try rows(
            """
            SELECT id, parent, key, name, path, url, is_hidden FROM site_column
            WHERE ordinal IS NOT NULL ORDER BY ordinal
            """
        ) { row in
            guard let id = ColumnID(row.text(2)), let path = ColumnPath(row.text(4)) else {
                throw unreadable("a column's id or path is not acceptable")
            }
            let url = row.text(5)
            let column = SiteColumn(
                id: id, name: row.text(3), path: path, address: url.isEmpty ? nil : WebAddress(normalized: url),
                isHidden: row.flag(6))
            return (row: row.integer(0), parent: row.optionalInteger(1), column: column)
        }
        // From the end every column is complete before it is put into the one around it.
        var children: [Int64?: [SiteColumn]] = [:]
        for (row, parent, var column) in columns.reversed() {
            column.children = (children.removeValue(forKey: row) ?? []).reversed()
            children[parent, default: []].append(column)
        }
        return ColumnTree(roots: (children[nil] ?? []).reversed())
    }
}
