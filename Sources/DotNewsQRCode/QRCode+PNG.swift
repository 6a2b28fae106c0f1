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
    /// - Throws: ``QRCodeError`` when there is no memory to compress the image.
    public func png(
        size: Int = QRCode.standardSize, quietZone: Int = QRCode.standardQuietZone
    ) throws(QRCodeError) -> Data {
        let side = moduleCount + 2 * min(max(quietZone, 0), 100)
        let wanted = min(max(size, 1), 10_000)
        let scale = max(wanted / side, Self.minimumModulePixels)
        let pixels = max(wanted, side * scale)
        let offset = (pixels - moduleCount * scale) / 2

        var image = BitImage(side: pixels)
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
