import DotNewsModels

/// Tables, and cells that cover several columns or rows.
extension BlockBuilder {
    /// The most columns or rows that one cell covers.
    private static let largestSpan = 50

    mutating func beginCell(isHeader: Bool, _ attributes: AttributeList) {
        guard frames[frames.count - 1].kind == .table else { return }
        if frames[frames.count - 1].rows.isEmpty { frames[frames.count - 1].rows.append([]) }
        guard push(.cell) else { return }
        func span(_ name: StaticString) -> Int { min(max(attributes.integer(name) ?? 1, 1), Self.largestSpan) }
        // No row is the end of the table.
        let rows = attributes.integer("rowspan") == 0 ? Self.largestSpan : span("rowspan")
        frames[frames.count - 1].cell = .init(isHeader: isHeader, columns: span("colspan"), rows: rows)
    }

    mutating func closeCell(_ frame: BlockFrame) {
        let table = frames.count - 1
        guard frames[table].kind == .table, !frames[table].rows.isEmpty else {
            for block in frame.blocks { emit(block) }
            return
        }
        blockCount += 1
        var cell = frame.cell
        cell.blocks = frame.blocks
        frames[table].rows[frames[table].rows.count - 1].append(cell)
    }

    mutating func closeTable(_ frame: BlockFrame) {
        for block in frame.blocks { emit(block) }
        let rows = spread(frame.rows).filter { $0.contains { !$0.blocks.isEmpty } }
        guard !rows.isEmpty else {
            if !frame.caption.isEmpty { emit(.paragraph(InlineText(frame.caption))) }
            return
        }
        let cells = rows.flatMap { $0 }
        let isColumn = rows.allSatisfy { $0.count == 1 }
        if isColumn, cells.count == 1 || cells.contains(where: { $0.blocks.contains { !$0.isText } }) {
            // A table that only arranges things.
            for block in cells.flatMap(\.blocks) { emit(block) }
            if !frame.caption.isEmpty { emit(.paragraph(InlineText(frame.caption))) }
            return
        }
        var displaced = [Block]()
        let table = ArticleBody.Table(
            caption: frame.caption,
            rows: rows.map { row in
                row.map { cell in
                    .init(Self.inlineText(of: cell.blocks, displaced: &displaced), isHeader: cell.isHeader)
                }
            })
        if table.rows.contains(where: { $0.contains { !$0.text.isEmpty } }) { emit(.table(table)) }
        for block in displaced { emit(block) }
    }

    /// Puts empty cells where a cell to the left or above covers the table, so that each cell stands in its column.
    private mutating func spread(_ rows: [[BlockFrame.Cell]]) -> [[BlockFrame.Cell]] {
        guard rows.contains(where: { $0.contains { $0.columns > 1 || $0.rows > 1 } }) else { return rows }
        /// For each column up to the last one that is covered, how many of the rows to come a cell covers.
        var covered = [Int]()
        var result = [[BlockFrame.Cell]]()
        for row in rows {
            var cells = [BlockFrame.Cell]()
            func passCovered() {
                // Bounded like everything that is made.
                while cells.count < covered.count, covered[cells.count] > 0, blockCount < limits.blocks {
                    covered[cells.count] -= 1
                    blockCount += 1
                    cells.append(.init(isCovered: true))
                }
            }
            for cell in row {
                passCovered()
                for column in 0..<cell.columns {
                    guard blockCount < limits.blocks || column == 0 else { break }
                    blockCount += column > 0 ? 1 : 0
                    if covered.count == cells.count { covered.append(0) }
                    covered[cells.count] = max(covered[cells.count] - 1, cell.rows - 1)
                    cells.append(column == 0 ? cell : .init(isCovered: true))
                }
            }
            passCovered()
            for column in cells.count..<max(cells.count, covered.count) {
                covered[column] = max(0, covered[column] - 1)
            }
            // Rows without end cost nothing behind the last column that is covered.
            while covered.last == 0 { covered.removeLast() }
            result.append(cells)
        }
        return withoutEmptyColumns(result)
    }

    /// The rows without the columns in which no cell begins: a title that spans three columns of two.
    private func withoutEmptyColumns(_ rows: [[BlockFrame.Cell]]) -> [[BlockFrame.Cell]] {
        var begins = [Bool](repeating: false, count: rows.map(\.count).max() ?? 0)
        for row in rows {
            for (column, cell) in row.enumerated() where !cell.isCovered { begins[column] = true }
        }
        guard begins.contains(false) else { return rows }
        return rows.map { row in row.enumerated().filter { begins[$0.offset] }.map(\.element) }
    }

    /// A cell's blocks as text, a line a block; images and players do not fit and follow the table.
    private static func inlineText(of blocks: [Block], displaced: inout [Block]) -> InlineText {
        var runs = [InlineText.Run]()
        for block in blocks {
            var lines: [InlineText.Run]
            switch block {
            case .paragraph(let text), .leadQuote(let text), .subhead(let text, _): lines = text.runs
            case .figure, .gallery, .video, .audio, .embed:
                displaced.append(block)
                continue
            default:
                let kept = block.text.split(separator: "\n").map { TextFilter.line(String($0)) }
                lines = InlineText(kept.filter { !$0.isEmpty }.joined(separator: "\n")).runs
            }
            guard !lines.isEmpty else { continue }
            if !runs.isEmpty { runs.append(.init("\n")) }
            runs += lines
        }
        return InlineText(runs).merged
    }
}

extension ArticleBody.Block {
    /// Whether the block is text and nothing else.
    fileprivate var isText: Bool { if case .paragraph = self { true } else { false } }
}
