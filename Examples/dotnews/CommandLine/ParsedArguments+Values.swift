import DotNews

/// Reading the kinds of values that several commands share.
extension ParsedArguments {
    /// Refuses operands.
    func expectNoOperands() throws(UsageError) {
        if let extra = operands.first { throw UsageError("unexpected argument \"\(extra)\"") }
    }

    /// The only operand.
    func onlyOperand(_ what: String) throws(UsageError) -> String {
        guard let first = operands.first else { throw UsageError("\(what) is missing") }
        guard operands.count == 1 else {
            throw UsageError("unexpected argument \"\(operands[1])\"")
        }
        return first
    }

    /// The column paths of a repeatable option.
    func columnPaths(_ name: String) throws(UsageError) -> [ColumnPath] {
        var paths: [ColumnPath] = []
        for text in values(name) {
            guard let path = ColumnPath(text) else {
                throw UsageError("--\(name) takes a path such as immed/hknews, not \"\(text)\"")
            }
            paths.append(path)
        }
        return paths
    }

    /// A moment: a date, a time as ISO 8601, or how long ago (`36h`, `7d`, `2w`).
    ///
    /// A date alone is the beginning of that day in Hong Kong, or its last second when `roundsUp` is set.
    func date(_ name: String, now: Date, roundsUp: Bool = false) throws(UsageError) -> Date? {
        guard let text = value(name) else { return nil }
        if let date = PublicationTime.date(from: text) {
            return roundsUp && !text.contains(":") ? date.addingTimeInterval(86_399) : date
        }
        let seconds: [Character: Double] = ["h": 3_600, "d": 86_400, "w": 604_800]
        if let unit = text.last.flatMap({ seconds[$0] }), let count = Int(text.dropLast()),
            (1...100_000).contains(count)
        {
            return now.addingTimeInterval(-Double(count) * unit)
        }
        throw UsageError(
            "--\(name) takes a date such as 2025-11-03, or an age such as 36h, 7d or 2w, not \"\(text)\""
        )
    }

    /// The only operand, an article's id.
    func articleID() throws(UsageError) -> ArticleID {
        let operand = try onlyOperand("the article's ID")
        guard let id = ArticleID(operand) else {
            throw UsageError("an article's ID is AP and 24 hexadecimal digits, not \"\(operand)\"")
        }
        return id
    }

    /// The place in a list that `--after` names.
    func cursor() throws(UsageError) -> PageCursor? {
        guard let text = value("after") else { return nil }
        guard let cursor = PageCursor(text) else {
            throw UsageError("--after takes the \"next\" of an earlier list, not \"\(text)\"")
        }
        return cursor
    }

    /// The value of an option that takes one of a few words.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(_ name: String) throws(UsageError) -> Choice? {
        guard let text = value(name) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        throw UsageError("--\(name) takes one of \(words), not \"\(text)\"")
    }
}
