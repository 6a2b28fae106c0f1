import CDotNewsZlib

/// Compresses texts for the store with zlib, see ``CompressedText`` for the form.
///
/// One compressor is used by one thread at a time, and for many texts: making it takes longer than a text does.
final class TextCompressor {
    private let dictionary: TextDictionary?
    /// A stream that has taken the dictionary in. Each text goes to a copy of it, which is made in half the time.
    private let primed: UnsafeMutablePointer<z_stream>
    private let stream: UnsafeMutablePointer<z_stream>

    /// A level more makes bodies 2 per cent smaller at most, and takes half as long again.
    private static let level: Int32 = 3

    /// - Parameter dictionary: What texts may refer to; who reads them needs it.
    init(dictionary: TextDictionary? = nil) {
        self.dictionary = dictionary
        primed = .allocate(capacity: 1)
        primed.initialize(to: z_stream())
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // Without zlib's own header and checksum. 8 is its usual memory.
        var code = deflateInit2_(
            primed, Self.level, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        if code == Z_OK, let dictionary {
            code = deflateSetDictionary(primed, dictionary.bytes, UInt32(dictionary.bytes.count))
        }
        guard code == Z_OK else { fatalError("No memory for a compressor") }
    }

    deinit {
        deflateEnd(primed)
        primed.deallocate()
        stream.deallocate()
    }

    /// The compressed text, which is shorter than ``CompressedText/maximumTextCount``, as all that SQLite takes.
    func compress(_ text: UnsafeRawBufferPointer) -> [UInt8] {
        precondition(text.count <= CompressedText.maximumTextCount, "No text is that long")
        guard deflateCopy(stream, primed) == Z_OK else { fatalError("No memory for a compressor") }
        defer { deflateEnd(stream) }
        let header = CompressedText.headerSize
        let bound = Int(deflateBound(stream, UInt(text.count)))
        return [UInt8](unsafeUninitializedCapacity: header + bound) { buffer, initialized in
            UnsafeMutableRawBufferPointer(buffer).storeBytes(
                of: CompressedText.header(textCount: text.count, dictionary: dictionary?.number).littleEndian,
                as: UInt32.self)
            // zlib does not write to what it reads.
            stream.pointee.next_in = UnsafeMutablePointer(
                mutating: text.bindMemory(to: UInt8.self).baseAddress ?? UnsafePointer(buffer.baseAddress!))
            stream.pointee.avail_in = UInt32(text.count)
            stream.pointee.next_out = buffer.baseAddress! + header
            stream.pointee.avail_out = UInt32(bound)
            let code = deflate(stream, Z_FINISH)
            // With as much room as its bound says it cannot do otherwise.
            precondition(code == Z_STREAM_END, "zlib has not ended a text")
            initialized = header + bound - Int(stream.pointee.avail_out)
        }
    }
}

/// Decompresses what ``TextCompressor`` wrote.
///
/// One decompressor is used by one thread at a time, and for many texts: making it takes longer than a text does.
final class TextDecompressor {
    /// The dictionaries that texts have asked for, by number.
    private var dictionaries: [Int: TextDictionary] = [:]
    private var output: [UInt8] = []
    private let stream: UnsafeMutablePointer<z_stream>

    /// More than this is not kept for the next text, in bytes.
    private static let largestKept = 1 << 20

    init() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // Without zlib's own header and checksum.
        let code = inflateInit2_(stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { fatalError("No memory for a decompressor") }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Hands the text that `compressed` holds to `body`, as long as that runs.
    ///
    /// - Parameter dictionary: Gives the dictionary of a number; `nil` when there is none, or it is damaged.
    /// - Returns: `nil` when the text cannot be read or has not the length that it says.
    func read<Value>(
        _ compressed: UnsafeRawBufferPointer, dictionary: (Int) -> TextDictionary?,
        _ body: (UnsafeRawBufferPointer) -> Value
    ) -> Value? {
        guard let form = CompressedText(compressed) else { return nil }
        var known: TextDictionary?
        if let number = form.dictionary {
            known = dictionaries[number] ?? dictionary(number)
            guard let known else { return nil }
            dictionaries[number] = known
        }
        // Never empty, so that it has an address.
        if output.count <= form.textCount { output = [UInt8](repeating: 0, count: form.textCount + 1) }
        defer { if output.count > Self.largestKept { output = [] } }
        let content = UnsafeRawBufferPointer(rebasing: compressed[CompressedText.headerSize...])
        return output.withUnsafeMutableBytes { output in
            let text = UnsafeMutableRawBufferPointer(rebasing: output[..<form.textCount])
            return decompress(content, known, into: text) ? body(UnsafeRawBufferPointer(text)) : nil
        }
    }

    /// Whether `content` is one whole DEFLATE stream, neither cut short nor with bytes left over, that fills `text`.
    private func decompress(
        _ content: UnsafeRawBufferPointer, _ dictionary: TextDictionary?, into text: UnsafeMutableRawBufferPointer
    ) -> Bool {
        guard let count = UInt32(exactly: content.count), inflateReset(stream) == Z_OK else { return false }
        if let dictionary {
            let code = inflateSetDictionary(stream, dictionary.bytes, UInt32(dictionary.bytes.count))
            guard code == Z_OK else { return false }
        }
        // zlib does not write to what it reads.
        stream.pointee.next_in = UnsafeMutablePointer(mutating: content.bindMemory(to: UInt8.self).baseAddress)
        stream.pointee.avail_in = count
        stream.pointee.next_out = text.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.avail_out = UInt32(text.count)
        return inflate(stream, Z_FINISH) == Z_STREAM_END
            && stream.pointee.avail_in == 0 && stream.pointee.avail_out == 0
    }
}

/// The form of a compressed text: four bytes, the lowest first, of which the upper two bits are the number of the dictionary,
/// 0 for none, and the others the length of the text in bytes; then raw DEFLATE (RFC 1951).
struct CompressedText {
    /// The length of the text as it says, in bytes.
    let textCount: Int
    /// The number of the dictionary that it refers to, if any.
    let dictionary: Int?

    /// The bytes before the DEFLATE stream.
    static let headerSize = 4
    /// The longest text, in bytes; SQLite takes none of a billion.
    static let maximumTextCount = 1 << 30 - 1

    /// What DEFLATE makes of a byte at most, by its format: 258 bytes of each two bits. A damaged or hostile file must
    /// not be able to ask for more memory than what it holds could fill.
    private static let largestRatio = 1_032

    /// Reads the first bytes; `nil` when the length that they say cannot be true.
    init?(_ compressed: UnsafeRawBufferPointer) {
        guard compressed.count > Self.headerSize else { return nil }
        let header = UInt32(littleEndian: compressed.loadUnaligned(as: UInt32.self))
        textCount = Int(header & UInt32(Self.maximumTextCount))
        dictionary = header >> 30 == 0 ? nil : Int(header >> 30)
        guard textCount <= (compressed.count - Self.headerSize) * Self.largestRatio else { return nil }
    }

    static func header(textCount: Int, dictionary: Int?) -> UInt32 {
        UInt32(textCount) | UInt32(dictionary ?? 0) << 30
    }
}
