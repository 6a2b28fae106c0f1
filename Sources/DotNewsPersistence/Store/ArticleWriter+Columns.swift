import DotNewsDatabase
import DotNewsModels

extension ArticleWriter {
    /// Replaces the site's columns; returns whether they changed. Columns that the site no longer lists stay known to
    /// the stories that stand in them.
    func replaceColumns(with tree: ColumnTree) throws(StoreError) -> Bool {
        guard try connection.columnTree() != tree else { return false }
        try connection.use("UPDATE site_column SET ordinal = NULL, parent = NULL WHERE ordinal IS NOT NULL") {
            (statement) throws(StoreError) in
            try statement.run()
        }
        var ordinal: Int64 = 0
        var seen: Set<ColumnID> = []
        for root in tree.roots { try put(root, parent: nil, ordinal: &ordinal, seen: &seen) }
        return true
    }

    private func put(
        _ column: Column, parent: Int64?, ordinal: inout Int64, seen: inout Set<ColumnID>
    ) throws(StoreError) {
        // A site that lists a column twice keeps it at its first place.
        guard seen.insert(column.id).inserted else { return }
        let row = try connection.use(
            """
            INSERT INTO site_column (key, name, path, url, is_hidden, ordinal, parent)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            ON CONFLICT (key) DO UPDATE
            SET name = excluded.name, path = excluded.path, url = excluded.url, is_hidden = excluded.is_hidden,
                ordinal = excluded.ordinal, parent = excluded.parent
            RETURNING id
            """
        ) { (statement) throws(StoreError) in
            statement.bind(column.id.rawValue, at: 1)
            statement.bind(column.name, at: 2)
            statement.bind(column.path.rawValue, at: 3)
            statement.bind(column.address?.string ?? "", at: 4)
            statement.bind(column.isHidden, at: 5)
            statement.bind(ordinal, at: 6)
            statement.bind(parent, at: 7)
            guard try statement.step() else { throw connection.unreadable("a column's row is missing") }
            let row = statement.integer(0)
            try statement.run()
            return row
        }
        ordinal += 1
        for child in column.children { try put(child, parent: row, ordinal: &ordinal, seen: &seen) }
    }
}

extension Connection {
    /// The site's columns.
    func columnTree() throws(StoreError) -> ColumnTree {
        var columns: [(row: Int64, parent: Int64?, column: Column)] = []
        try use(
            """
            SELECT id, parent, key, name, path, url, is_hidden FROM site_column
            WHERE ordinal IS NOT NULL ORDER BY ordinal
            """
        ) { (statement) throws(StoreError) in
            while try statement.step() {
                guard let id = ColumnID(statement.text(2)), let path = ColumnPath(statement.text(4)) else {
                    throw unreadable("a column's id or path is not acceptable")
                }
                let url = statement.text(5)
                columns.append(
                    (
                        statement.integer(0), statement.optionalInteger(1),
                        Column(
                            id: id, name: statement.text(3), path: path,
                            address: url.isEmpty ? nil : WebAddress(normalized: url), isHidden: statement.flag(6))
                    ))
            }
        }
        // From the end every column is complete before it is put into the one around it.
        var children: [Int64?: [Column]] = [:]
        for (row, parent, var column) in columns.reversed() {
            column.children = (children.removeValue(forKey: row) ?? []).reversed()
            children[parent, default: []].append(column)
        }
        return ColumnTree(roots: (children[nil] ?? []).reversed())
    }
}
