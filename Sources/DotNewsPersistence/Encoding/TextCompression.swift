#if canImport(Compression)
    import Compression
#else
    import CDeflate
#endif

/// Compresses texts for the store: the length of the text in four bytes, the lowest first, then raw DEFLATE (RFC 1951).
///
/// One compressor is used by one thread at a time, and for many texts: making it takes longer than a text does.
final class TextCompressor {
    #if !canImport(Compression)
        private let compressor: OpaquePointer

        init() {
            // The fastest level. The slowest makes bodies 2 per cent smaller and takes twice as long.
            guard let compressor = libdeflate_alloc_compressor(1) else { fatalError("No memory for a compressor") }
            self.compressor = compressor
        }

        deinit { libdeflate_free_compressor(compressor) }
    #endif

    /// The compressed text. SQLite refuses what is too long for the four bytes.
    func compress(_ text: UnsafeRawBufferPointer) -> [UInt8] {
        let header = CompressedText.headerSize
        return [UInt8](unsafeUninitializedCapacity: header + bound(text.count)) { buffer, initialized in
            let output = UnsafeMutableRawBufferPointer(buffer)
            output.storeBytes(of: UInt32(clamping: text.count).littleEndian, as: UInt32.self)
            initialized = header + deflate(text, into: UnsafeMutableRawBufferPointer(rebasing: output[header...]))
        }
    }

    #if canImport(Compression)
        /// Text that cannot be made shorter is kept in blocks of its own; the encoder wants some room beyond.
        private func bound(_ count: Int) -> Int { count + count / 1_024 + 256 }

        private func deflate(_ text: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Int {
            guard let start = output.bindMemory(to: UInt8.self).baseAddress else { return 0 }
            guard let source = text.bindMemory(to: UInt8.self).baseAddress else { return 0 }
            return compression_encode_buffer(start, output.count, source, text.count, nil, COMPRESSION_ZLIB)
        }
    #else
        private func bound(_ count: Int) -> Int { libdeflate_deflate_compress_bound(compressor, count) }

        private func deflate(_ text: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Int {
            libdeflate_deflate_compress(compressor, text.baseAddress, text.count, output.baseAddress, output.count)
        }
    #endif
}

/// Reads what ``TextCompressor`` wrote.
///
/// One decompressor is used by one thread at a time.
final class TextDecompressor {
    #if !canImport(Compression)
        private let decompressor: OpaquePointer

        init() {
            guard let decompressor = libdeflate_alloc_decompressor() else { fatalError("No memory for a decompressor") }
            self.decompressor = decompressor
        }

        deinit { libdeflate_free_decompressor(decompressor) }
    #endif

    /// Writes the text that `compressed` holds to `output`, which must have room for its ``CompressedText/textCount(_:)``.
    ///
    /// - Returns: Whether it could be read and has the length that it says.
    func decompress(_ compressed: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Bool {
        let content = UnsafeRawBufferPointer(rebasing: compressed[CompressedText.headerSize...])
        #if canImport(Compression)
            guard let source = content.bindMemory(to: UInt8.self).baseAddress,
                let start = output.bindMemory(to: UInt8.self).baseAddress
            else { return output.isEmpty }
            return compression_decode_buffer(start, output.count, source, content.count, nil, COMPRESSION_ZLIB)
                == output.count
        #else
            // Without a place for the actual length, any other length is an error.
            return libdeflate_deflate_decompress(
                decompressor, content.baseAddress, content.count, output.baseAddress, output.count, nil)
                == LIBDEFLATE_SUCCESS
        #endif
    }
}

/// The form of a compressed text.
enum CompressedText {
    /// The bytes before the DEFLATE stream.
    static let headerSize = 4

    /// What DEFLATE makes of a byte at most, by its format: 258 bytes of each two bits. A damaged or hostile file must
    /// not be able to ask for more memory than what it holds could fill.
    private static let largestRatio = 1_032

    /// The length of the text in bytes as it says; `nil` when it cannot be true.
    static func textCount(_ compressed: UnsafeRawBufferPointer) -> Int? {
        guard compressed.count > headerSize else { return nil }
        let count = Int(UInt32(littleEndian: compressed.loadUnaligned(as: UInt32.self)))
        return count <= (compressed.count - headerSize) * largestRatio ? count : nil
    }
}
