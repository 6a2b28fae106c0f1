import DotNewsModels

/// What the site's column tree says of the columns that articles name.
///
/// An article knows its column's id well and its path badly: the CMS gives breadcrumbs that leave levels out. The tree is
/// right.
struct ColumnDirectory: Sendable {
    private let references: [ColumnID: ColumnReference]

    init(_ tree: ColumnTree) {
        references = Dictionary(
            tree.all.map { ($0.id, ColumnReference(id: $0.id, name: $0.name, path: $0.path)) },
            uniquingKeysWith: { first, _ in first })
    }

    /// The article with its column as the tree has it; as it was when the tree does not have it.
    func corrected(_ summary: ArticleSummary) -> ArticleSummary {
        guard let column = summary.column, let known = references[column.id], known != column else { return summary }
        var summary = summary
        summary.column = known
        return summary
    }
}
