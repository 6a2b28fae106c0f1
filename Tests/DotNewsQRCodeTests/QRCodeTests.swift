import DotNewsQRCode
import Foundation
import Testing

@Suite struct QRCodeTests {
    private static let link = "https://www.dotdotnews.com/s/202511/03/AP690800aae4b0e343b0e2aa01.html"

    @Test func `a code has finder patterns in three corners and none in the fourth`() throws {
        let code = try QRCode(text: Self.link)
        let last = code.moduleCount - 7
        for (column, row, expected) in [(0, 0, true), (last, 0, true), (0, last, true), (last, last, false)] {
            let ring = (0..<7).allSatisfy { code[column + $0, row] && code[column, row + $0] }
            #expect(ring == expected)
        }
        #expect(code.moduleCount == 17 + 4 * code.version)
        #expect(code.level == .low)
        #expect(!code[-1, 0] && !code[0, code.moduleCount])
    }

    @Test func `a higher level makes a larger code of the same link`() throws {
        let sizes = try QRCode.CorrectionLevel.allCases.map { try QRCode(text: Self.link, level: $0).moduleCount }
        #expect(sizes == sizes.sorted() && Set(sizes).count > 1)
    }

    @Test(arguments: QRCode.CorrectionLevel.allCases)
    func `a link that exceeds the capacity is refused, and one that fills it is not`(
        level: QRCode.CorrectionLevel
    ) throws {
        #expect(try QRCode(text: String(repeating: "a", count: level.capacity), level: level).version == 40)
        let error = #expect(throws: QRCodeError.self) {
            try QRCode(text: String(repeating: "a", count: level.capacity + 1), level: level)
        }
        #expect(error?.code == .capacityExceeded)
        #expect(error?.description.contains("\(level.capacity)") == true)
        // Han characters have three bytes.
        #expect(throws: QRCodeError.self) {
            try QRCode(text: String(repeating: "點", count: level.capacity / 3 + 1), level: level)
        }
    }

    @Test func `an empty text is refused`() {
        let error = #expect(throws: QRCodeError.self) { try QRCode(text: "") }
        #expect(error?.code == .empty)
    }

    @Test func `an image has the size that was asked for, and grows when the code needs more`() throws {
        func side(_ data: Data) -> Int { data[16..<20].reduce(0) { $0 << 8 | Int($1) } }
        let code = try QRCode(text: Self.link)
        #expect(try side(code.png()) == 178)
        #expect(try side(code.png(size: 512)) == 512)
        #expect(try side(code.png(size: 1)) == 2 * (code.moduleCount + 8))
        #expect(try code.png().starts(with: [0x89, 0x50, 0x4E, 0x47]))
    }

    @Test func `an SVG image draws exactly the dark modules`() throws {
        let code = try QRCode(text: Self.link)
        let svg = code.svg()
        #expect(svg.contains("width=\"178\" height=\"178\" viewBox=\"0 0 \(code.moduleCount + 8) "))
        var drawn: Set<[Int]> = []
        let path = try #require(svg.split(separator: "<path d=\"").last?.split(separator: "\"").first)
        for run in path.split(separator: "M") {
            let numbers = run.split { !$0.isNumber }.compactMap { Int($0) }
            for column in numbers[0]..<numbers[0] + numbers[2] { drawn.insert([column - 4, numbers[1] - 4]) }
        }
        for row in 0..<code.moduleCount {
            for column in 0..<code.moduleCount { #expect(drawn.contains([column, row]) == code[column, row]) }
        }
    }

    @Test func `terminal text has a line for two rows, all of one width`() throws {
        let code = try QRCode(text: Self.link)
        for zone in [0, 2, 4] {
            let lines = code.terminal(quietZone: zone).split(separator: "\n", omittingEmptySubsequences: true)
            #expect(lines.count == (code.moduleCount + 2 * zone + 1) / 2)
            #expect(lines.allSatisfy { $0.count == code.moduleCount + 2 * zone })
        }
    }
}
