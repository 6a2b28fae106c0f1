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
            guard (21...1_000).contains(width), (21...1_000).contains(height) else { return nil }
            var pixels = [UInt8](repeating: 255, count: width * height * 4)
            CIContext(options: [.workingColorSpace: NSNull()]).render(
                image, toBitmap: &pixels, rowBytes: width * 4, bounds: image.extent, format: .RGBA8, colorSpace: nil)
            // The width of the light margin is not documented, nor whether the first row is the top.
            return QRMatrix(width: width, height: height) { pixels[($1 * width + $0) * 4] < 128 }
        }
    }
#endif
