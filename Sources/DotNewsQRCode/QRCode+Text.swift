extension QRCode {
    /// The code as an SVG image: one path in modules, scaled to `size` pixels a side.
    ///
    /// - Parameters:
    ///   - size: The side in pixels, 1 to 10,000; what lies outside is taken as the nearest.
    ///   - quietZone: The light modules on each side, 0 to 100.
    public func svg(size: Int = QRCode.standardSize, quietZone: Int = QRCode.standardQuietZone) -> String {
        let margin = min(max(quietZone, 0), 100)
        let pixels = min(max(size, 1), 10_000)
        let side = moduleCount + 2 * margin
        var path = ""
        for row in 0..<moduleCount {
            for run in darkRuns(row: row) {
                path += "M\(run.lowerBound + margin) \(row + margin)h\(run.count)v1h-\(run.count)z"
            }
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(pixels)" height="\(pixels)" \
            viewBox="0 0 \(side) \(side)" shape-rendering="crispEdges">\
            <path fill="#fff" d="M0 0h\(side)v\(side)H0z"/><path d="\(path)"/></svg>

            """
    }

    /// What a terminal's text is drawn on.
    public enum TerminalBackground: Hashable, Sendable {
        /// Light text on dark ground: the light modules are drawn.
        case dark
        /// Dark text on light ground: the dark modules are drawn.
        case light
    }

    /// The code as text, two rows of modules a line, in half blocks; each line ends with a line feed.
    ///
    /// - Parameters:
    ///   - background: The ground of the terminal; a code in the wrong colours is not read by every scanner.
    ///   - quietZone: The light modules on each side, 0 to 100.
    public func terminal(
        on background: TerminalBackground = .dark, quietZone: Int = QRCode.standardQuietZone
    ) -> String {
        let margin = min(max(quietZone, 0), 100)
        let inks = background == .light
        var result = ""
        // With an odd number of rows the last line holds one row; its lower half is one more row of quiet zone.
        for row in stride(from: -margin, to: moduleCount + margin, by: 2) {
            for column in -margin..<moduleCount + margin {
                switch (self[column, row] == inks, self[column, row + 1] == inks) {
                case (true, true): result += "█"
                case (true, false): result += "▀"
                case (false, true): result += "▄"
                case (false, false): result += " "
                }
            }
            result += "\n"
        }
        return result
    }

    /// The stretches of dark modules in a row.
    private func darkRuns(row: Int) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var column = 0
        while column < moduleCount {
            guard self[column, row] else {
                column += 1
                continue
            }
            let start = column
            while self[column, row] { column += 1 }
            runs.append(start..<column)
        }
        return runs
    }
}
