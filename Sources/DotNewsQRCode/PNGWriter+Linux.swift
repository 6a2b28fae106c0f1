#if DOTNEWS_LIBPNG
    internal import CDotNewsPNG
    import DotNewsFoundation

    /// libpng's simplified interface.
    enum PNGWriter {
        static func png(of source: GrayImage) -> Data? {
            var image = png_image()
            image.version = png_uint_32(PNG_IMAGE_VERSION)
            image.width = png_uint_32(source.side)
            image.height = png_uint_32(source.side)
            image.format = png_uint_32(PNG_FORMAT_FLAG_COLORMAP)
            image.colormap_entries = 2
            defer { png_image_free(&image) }

            let palette: [UInt8] = [0, 255]
            var size = png_alloc_size_t(0)
            // Without memory the library only says how much it needs.
            guard
                png_image_write_to_memory(&image, nil, &size, 0, source.pixels, png_int_32(source.side), palette) != 0
            else { return nil }
            var data = Data(count: Int(size))
            let isWritten = data.withUnsafeMutableBytes { buffer in
                png_image_write_to_memory(
                    &image, buffer.baseAddress, &size, 0, source.pixels, png_int_32(source.side), palette) != 0
            }
            return isWritten ? data.prefix(Int(size)) : nil
        }
    }
#endif
