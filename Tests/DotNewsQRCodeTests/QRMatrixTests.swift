import DotNewsTestSupport
import Testing

@testable import DotNewsQRCode

@Suite struct QRMatrixTests {
    /// Codes of all levels and many versions, the first ones of the largest when asked for. The encoder takes the mask that
    /// suits the text.
    private static func codes(
        _ count: Int, largest: Int = 0
    ) throws -> [(matrix: QRMatrix, level: QRCode.CorrectionLevel)] {
        var links = Links(seed: 7)
        return try (0..<count).map { index in
            let (text, level) = links.next(isLongest: index < largest)
            return (try #require(QREncoder.encode(Array(text.utf8), level: level)), level)
        }
    }

    /// The seven ways to turn and mirror a square, without the one that leaves it.
    private static let changes: [(name: String, change: @Sendable (QRMatrix) -> QRMatrix)] = [
        ("mirrored", { $0.mirrored }), ("upside down", { $0.upsideDown }),
        ("turned by 180", { $0.mirrored.upsideDown }),
        ("transposed", { $0.transposed }), ("turned right", { $0.transposed.mirrored }),
        ("turned left", { $0.transposed.upsideDown }), ("transposed otherwise", { $0.transposed.mirrored.upsideDown }),
    ]

    @Test func `a code stays as it is, and is righted after any turn`() throws {
        for (matrix, level) in try Self.codes(100, largest: 2) {
            #expect(matrix.righted(level) == matrix)
            for (name, change) in Self.changes {
                #expect(change(matrix) != matrix)
                #expect(change(matrix).righted(level) == matrix, "\(name)")
            }
        }
    }

    @Test func `a code of another level than asked for is refused`() throws {
        for (matrix, level) in try Self.codes(20) {
            for other in QRCode.CorrectionLevel.allCases where other != level { #expect(matrix.righted(other) == nil) }
        }
    }

    @Test func `exchanged colours are refused`() throws {
        for (matrix, level) in try Self.codes(20) {
            #expect(QRMatrix(side: matrix.side, modules: matrix.modules.map { !$0 }).righted(level) == nil)
        }
    }

    @Test(arguments: [1, 2, 3, 5, 7])
    func `a code drawn with several pixels a module is refused`(scale: Int) throws {
        for (matrix, level) in try Self.codes(20) {
            let side = matrix.side * scale
            let modules = (0..<side * side).map { matrix[$0 % side / scale, $0 / side / scale] }
            #expect((QRMatrix(side: side, modules: modules).righted(level) == nil) == (scale != 1))
        }
    }

    @Test(arguments: [-8, -4, -1, 1, 4, 8])
    func `a code that was resampled is refused`(change: Int) throws {
        // The largest ones, so that some are left that are smaller.
        for (matrix, level) in try Self.codes(3, largest: 3) {
            let side = matrix.side + change
            let modules = (0..<side * side).map {
                matrix[$0 % side * matrix.side / side, $0 / side * matrix.side / side]
            }
            #expect(QRMatrix(side: side, modules: modules).righted(level) == nil)
        }
    }

    @Test func `every module of the patterns that all codes have is looked at`() throws {
        for (matrix, level) in try Self.codes(6) {
            let last = matrix.side - 1
            func isFixed(_ column: Int, _ row: Int) -> Bool {
                let isFinder = (column < 8 || column > last - 8) && row < 8 || column < 8 && row > last - 8
                let isTiming = column == 6 || row == 6
                let isFormat =
                    column == 8 && (row < 9 || row > last - 8) || row == 8 && (column < 9 || column > last - 8)
                return isFinder || isTiming || isFormat
            }
            for index in matrix.modules.indices where isFixed(index % matrix.side, index / matrix.side) {
                var modules = matrix.modules
                modules[index].toggle()
                #expect(QRMatrix(side: matrix.side, modules: modules).righted(level) == nil, "module \(index)")
            }
        }
    }

    @Test(arguments: [0, 1, 20, 22, 24, 178, 181])
    func `a side that no code has is refused`(side: Int) {
        let matrix = QRMatrix(side: side, modules: [Bool](repeating: true, count: side * side))
        #expect(matrix.righted(.low) == nil)
    }

    @Test func `a code is found in its picture, whatever margins it has and however it is turned`() throws {
        var random = SeededGenerator(seed: 3)
        for (matrix, level) in try Self.codes(20) {
            let turned = (Self.changes.randomElement(using: &random)!.change)(matrix)
            let left = Int.random(in: 0...8, using: &random)
            let top = Int.random(in: 0...8, using: &random)
            let picture = QRMatrix(width: matrix.side + left + 1, height: matrix.side + top + 4) { column, row in
                let (column, row) = (column - left, row - top)
                return (0..<matrix.side).contains(column) && (0..<matrix.side).contains(row) && turned[column, row]
            }
            #expect(picture == turned)
            #expect(picture?.righted(level) == matrix)
        }
    }

    @Test func `a picture without a square of dark pixels has no code`() {
        #expect(QRMatrix(width: 30, height: 30) { _, _ in false } == nil)
        #expect(QRMatrix(width: 0, height: 0) { _, _ in true } == nil)
        #expect(QRMatrix(width: 30, height: 29) { _, _ in true } == nil)
    }

    @Test func `an error says that the encoder's code is none`() {
        let error = QRCodeError(.malformed, byteCount: 70, level: .low)
        #expect(error.description.contains("70 bytes") && error.description.contains("level L"))
    }
}
