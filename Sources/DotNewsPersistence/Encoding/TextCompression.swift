import CDotNewsZlib

/// Compresses the texts of a store in the zlib format (RFC 1950): DEFLATE with a checksum, which the `sqlite3` shell reads
/// too.
///
/// One thread at a time uses it, for many texts: making it takes longer than a text does.
final class TextCompressor {
    private let stream: UnsafeMutablePointer<z_stream>

    /// Two levels more make bodies 0.7 per cent smaller, and take a fifth longer.
    private static let level: Int32 = 1
    /// The longest text, in bytes: some four times what the largest article takes. A thousandth of it can be enough to make a
    /// text that long, so a file decides on no more.
    static let maximumCount = 1 << 24

    init() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let code = deflateInit_(stream, Self.level, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { fatalError("No memory for a compressor") }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// Returns the compressed text.
    ///
    /// - Parameter text: At most ``maximumCount`` bytes.
    func compress(_ text: UnsafeRawBufferPointer) -> [UInt8] {
        precondition(text.count <= Self.maximumCount, "No text is that long")
        deflateReset(stream)
        let bound = Int(deflateBound(stream, UInt(text.count)))
        return [UInt8](unsafeUninitializedCapacity: bound) { buffer, initialized in
            // zlib does not write to what it reads.
            stream.pointee.next_in = UnsafeMutablePointer(
                mutating: text.bindMemory(to: UInt8.self).baseAddress ?? UnsafePointer(buffer.baseAddress!))
            stream.pointee.avail_in = UInt32(text.count)
            stream.pointee.next_out = buffer.baseAddress!
            stream.pointee.avail_out = UInt32(bound)
            // With as much room as its bound says it cannot do otherwise.
            precondition(deflate(stream, Z_FINISH) == Z_STREAM_END, "zlib has not ended a text")
            initialized = bound - Int(stream.pointee.avail_out)
        }
    }
}

/// Decompresses texts that ``TextCompressor`` has compressed.
///
/// One thread at a time uses it, for many texts: making it takes longer than a text does.
final class TextDecompressor {
    private let stream: UnsafeMutablePointer<z_stream>
    private var output = [UInt8](repeating: 0, count: smallestOutput)

    /// The room for a text to start with, and the most that is kept for the next text, in bytes.
    private static let smallestOutput = 1 << 15
    private static let largestKeptOutput = 1 << 20

    init() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let code = inflateInit_(stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { fatalError("No memory for a decompressor") }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Hands the text that `compressed` holds to `body`, as long as that runs.
    ///
    /// Memory grows with the text as it is decompressed, so a short damaged text cannot ask for much.
    ///
    /// - Returns: `nil` unless `compressed` is one whole text: neither cut short, nor with bytes left over, nor with
    ///   another checksum than its own, nor longer than ``TextCompressor/maximumCount``.
    func read<Value>(_ compressed: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Value) -> Value? {
        defer {
            if output.count > Self.largestKeptOutput { output = [UInt8](repeating: 0, count: Self.smallestOutput) }
        }
        guard let count = decompress(compressed) else { return nil }
        return output.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }

    /// Decompresses into ``output``; returns the count of bytes.
    private func decompress(_ compressed: UnsafeRawBufferPointer) -> Int? {
        guard let count = UInt32(exactly: compressed.count), count > 0, inflateReset(stream) == Z_OK else { return nil }
        // zlib does not write to what it reads.
        stream.pointee.next_in = UnsafeMutablePointer(mutating: compressed.bindMemory(to: UInt8.self).baseAddress)
        stream.pointee.avail_in = count
        var filled = 0
        while true {
            let code = output.withUnsafeMutableBytes { output in
                stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress.map { $0 + filled }
                stream.pointee.avail_out = UInt32(output.count - filled)
                return inflate(stream, Z_NO_FLUSH)
            }
            filled = output.count - Int(stream.pointee.avail_out)
            if code == Z_STREAM_END { return stream.pointee.avail_in == 0 ? filled : nil }
            // More room helps only when there is none left.
            guard code == Z_OK || code == Z_BUF_ERROR, stream.pointee.avail_out == 0,
                filled < TextCompressor.maximumCount
            else { return nil }
            output += repeatElement(0, count: min(output.count, TextCompressor.maximumCount - filled))
        }
    }
}
