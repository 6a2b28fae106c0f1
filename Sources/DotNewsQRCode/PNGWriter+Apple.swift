#if canImport(ImageIO) && !DOTNEWS_LIBPNG
    internal import CoreGraphics
    internal import DotNewsFoundation
    internal import ImageIO

    /// Image I/O.
    enum PNGWriter {
        static func png(of source: GrayImage) -> Data? {
            let bytes = Data(source.pixels.map { $0 == 0 ? 0 : 255 })
            guard let provider = CGDataProvider(data: bytes as CFData),
                let image = CGImage(
                    width: source.side, height: source.side, bitsPerComponent: 8, bitsPerPixel: 8,
                    bytesPerRow: source.side, space: CGColorSpaceCreateDeviceGray(),
                    bitmapInfo: CGBitmapInfo(rawValue: CGImageAlphaInfo.none.rawValue), provider: provider,
                    decode: nil, shouldInterpolate: false, intent: .defaultIntent)
            else { return nil }
            let data = NSMutableData()
            guard let destination = CGImageDestinationCreateWithData(data, "public.png" as CFString, 1, nil) else {
                return nil
            }
            CGImageDestinationAddImage(destination, image, nil)
            return CGImageDestinationFinalize(destination) ? data as Data : nil
        }
    }
#endif
