public import DotNewsFoundation

extension QRCode {
    /// The fewest pixels a module is drawn with in an image; finer ones are lost on screens.
    public static let minimumModulePixels = 2

    /// The code as a PNG image, black on white.
    ///
    /// Modules are whole pixels, so the code stands in the middle of the image and the quiet zone takes what is left.
    /// The image is `size` pixels a side, or more when the code needs more at two pixels a module.
    ///
    /// - Parameters:
    ///   - size: The side in pixels, at most 10,000.
    ///   - quietZone: The least light modules on each side, 0 to 100.
    public func png(
        size: Int = QRCode.standardSize, quietZone: Int = QRCode.standardQuietZone
    ) throws(QRCodeError) -> Data {
        let side = moduleCount + 2 * min(max(quietZone, 0), 100)
        let wanted = min(max(size, 1), 10_000)
        let scale = max(wanted / side, Self.minimumModulePixels)
        let pixels = max(wanted, side * scale)
        let offset = (pixels - moduleCount * scale) / 2

        var image = GrayImage(side: pixels)
        image.appendWhiteRows(offset)
        for row in 0..<moduleCount {
            image.appendRows(scale, margin: offset, moduleSide: scale, isDark: (0..<moduleCount).map { self[$0, row] })
        }
        image.appendWhiteRows(pixels - offset - moduleCount * scale)
        guard let data = PNGWriter.png(of: image) else {
            throw QRCodeError(.imageFailed, byteCount: 0, level: level)
        }
        return data
    }
}

/// A square image of black and white pixels, made from the top.
struct GrayImage {
    let side: Int
    /// 0 is black, 1 is white; row by row.
    private(set) var pixels: [UInt8] = []

    init(side: Int) {
        self.side = side
        pixels.reserveCapacity(side * side)
    }

    mutating func appendWhiteRows(_ count: Int) {
        pixels.append(contentsOf: repeatElement(1, count: count * side))
    }

    /// Appends `count` equal rows: white, the modules, white.
    mutating func appendRows(_ count: Int, margin: Int, moduleSide: Int, isDark: [Bool]) {
        var row = [UInt8](repeating: 1, count: margin)
        row.reserveCapacity(side)
        for dark in isDark { row.append(contentsOf: repeatElement(dark ? 0 : 1, count: moduleSide)) }
        row.append(contentsOf: repeatElement(1, count: side - row.count))
        for _ in 0..<count { pixels.append(contentsOf: row) }
    }
}
