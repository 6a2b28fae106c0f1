/// Dark and light modules, row by row.
struct QRMatrix: Hashable {
    let side: Int
    let modules: [Bool]

    /// The sides that a code can have: 21 modules, and four more for each version, to 177.
    static let sides = stride(from: 21, through: 177, by: 4)

    subscript(column: Int, row: Int) -> Bool { modules[row * side + column] }
}

extension QRMatrix {
    /// Takes the code out of a picture that draws each module with one pixel, and a light margin around it.
    ///
    /// - Returns: `nil` when the dark pixels are not as wide as they are high.
    init?(width: Int, height: Int, isDark: (_ column: Int, _ row: Int) -> Bool) {
        let columns = (0..<width).filter { column in (0..<height).contains { isDark(column, $0) } }
        let rows = (0..<height).filter { row in (0..<width).contains { isDark($0, row) } }
        // However a code is turned, finder patterns touch all of its four edges.
        guard let left = columns.first, let right = columns.last, let top = rows.first, let bottom = rows.last,
            right - left == bottom - top
        else { return nil }
        let side = right - left + 1
        self.init(side: side, modules: (0..<side * side).map { isDark(left + $0 % side, top + $0 / side) })
    }

    /// The matrix the right way round, whichever of the eight ways to turn and mirror a square it came in.
    ///
    /// An encoder may hand over a picture whose first row is its bottom, and a code that is mirrored looks like one to people.
    ///
    /// - Returns: `nil` when it is no code of this level in any of them, as when it was resampled or its colours were
    ///   exchanged.
    func righted(_ level: QRCode.CorrectionLevel) -> QRMatrix? {
        guard Self.sides.contains(side), modules.count == side * side else { return nil }
        if isCode(of: level) { return self }
        return [self, transposed].flatMap { [$0, $0.upsideDown, $0.mirrored, $0.upsideDown.mirrored] }
            .first { $0.isCode(of: level) }
    }

    private func isCode(of level: QRCode.CorrectionLevel) -> Bool { hasFunctionPatterns && formatLevel == level }

    var mirrored: QRMatrix { rearranged { (side - 1 - $0, $1) } }
    var upsideDown: QRMatrix { rearranged { ($0, side - 1 - $1) } }
    /// Columns as rows.
    var transposed: QRMatrix { rearranged { ($1, $0) } }

    private func rearranged(_ source: (_ column: Int, _ row: Int) -> (Int, Int)) -> QRMatrix {
        let modules = (0..<side * side).map { index in
            let (column, row) = source(index % side, index / side)
            return self[column, row]
        }
        return QRMatrix(side: side, modules: modules)
    }
}

// MARK: What every code has (ISO/IEC 18004, 6.3 and 7.9)

extension QRMatrix {
    /// Whether the patterns that do not depend on the text are there: finder patterns in three corners and none in the
    /// fourth, timing patterns, the dark module.
    private var hasFunctionPatterns: Bool {
        let last = side - 7
        return hasFinder(0, 0) && hasFinder(last, 0) && hasFinder(0, last) && !hasFinder(last, last)
            && (8..<side - 8).allSatisfy { self[$0, 6] == $0.isMultiple(of: 2) && self[6, $0] == $0.isMultiple(of: 2) }
            && self[8, side - 8]
    }

    /// Whether a finder pattern has its top left corner here, with the light modules around it.
    private func hasFinder(_ left: Int, _ top: Int) -> Bool {
        for row in -1...7 where (0..<side).contains(top + row) {
            for column in -1...7 where (0..<side).contains(left + column) {
                // Rings around the middle: dark to 1, light, dark, light.
                let ring = max(abs(column - 3), abs(row - 3))
                guard self[left + column, top + row] == (ring <= 1 || ring == 3) else { return false }
            }
        }
        return true
    }

    /// The level that the format information names; `nil` when its two copies differ or are none.
    ///
    /// All else that is checked here is the same after columns and rows have been exchanged. That reverses the fifteen
    /// bits of the format information, and none of its 32 values reversed is another.
    private var formatLevel: QRCode.CorrectionLevel? {
        // From the highest bit: around the upper left finder pattern, and below and beside the two others.
        let first = (0...5).map { ($0, 8) } + [(7, 8), (8, 8), (8, 7)] + (0...5).reversed().map { (8, $0) }
        let second = (1...7).map { (8, side - $0) } + (side - 8..<side).map { ($0, 8) }
        let bits = word(first)
        guard bits == word(second) else { return nil }
        return QRCode.CorrectionLevel.allCases.first { level in
            (0..<8).contains { Self.format(level.formatBits << 3 | $0) == bits }
        }
    }

    private func word(_ places: [(Int, Int)]) -> Int {
        places.reduce(0) { $0 << 1 | (self[$1.0, $1.1] ? 1 : 0) }
    }

    /// The format information of a level and a mask: five bits, ten that check them (a BCH code), and a fixed mask, so
    /// that it is never all light.
    private static func format(_ data: Int) -> Int {
        let remainder = (0..<5).reversed().reduce(data << 10) { rest, bit in
            rest >> (bit + 10) & 1 == 1 ? rest ^ 0b101_0011_0111 << bit : rest
        }
        return (data << 10 | remainder) ^ 0b101_0100_0001_0010
    }
}

extension QRCode.CorrectionLevel {
    /// The two bits of the format information that name the level.
    fileprivate var formatBits: Int {
        switch self {
        case .medium: 0b00
        case .low: 0b01
        case .high: 0b10
        case .quartile: 0b11
        }
    }
}
