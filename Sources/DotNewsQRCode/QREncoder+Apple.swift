#if canImport(CoreImage) && !DOTNEWS_LIBQRENCODE
    internal import CoreImage
    internal import DotNewsFoundation

    /// Core Image.
    enum QREncoder {
        /// The code of `bytes` in byte mode; `nil` when the system gives none.
        static func encode(_ bytes: [UInt8], level: QRCode.CorrectionLevel) -> QRMatrix? {
            guard let filter = CIFilter(name: "CIQRCodeGenerator") else { return nil }
            filter.setValue(Data(bytes), forKey: "inputMessage")
            filter.setValue(level.rawValue, forKey: "inputCorrectionLevel")
            guard let image = filter.outputImage else { return nil }
            let width = Int(image.extent.width)
            let height = Int(image.extent.height)
            guard width == height, width > 21 else { return nil }
            var pixels = [UInt8](repeating: 255, count: width * height * 4)
            CIContext(options: [.workingColorSpace: NSNull()]).render(
                image, toBitmap: &pixels, rowBytes: width * 4, bounds: image.extent, format: .RGBA8, colorSpace: nil)
            return trimmed(width: width) { pixels[($1 * width + $0) * 4] < 128 }
        }

        /// The system puts a light margin around the code, whose width is not documented: the code starts at the first
        /// dark pixel, the corner of a finder pattern.
        private static func trimmed(width: Int, isDark: (Int, Int) -> Bool) -> QRMatrix? {
            guard let margin = (0..<width).first(where: { isDark($0, $0) }) else { return nil }
            let side = width - 2 * margin
            guard side >= 21, (side - 17) % 4 == 0 else { return nil }
            return QRMatrix(
                side: side,
                modules: (0..<side * side).map { isDark(margin + $0 % side, margin + $0 / side) })
        }
    }
#endif
