import CDotNewsIconv
import DotNewsFoundation

/// An encoding of Chinese, Japanese, Korean or English pages that is not UTF-8.
enum LegacyEncoding: Hashable {
    case utf16(isBigEndian: Bool)
    /// What `iconv` converts, by its names there; the first that it knows is used.
    case named([String])

    /// Looks an encoding up by a name that pages use for it; `nil` for any other name.
    init?(label: String) {
        guard let encoding = Self.labels[label.lowercased()] else { return nil }
        self = encoding
    }

    /// Encodings by their labels. As in browsers, a label stands for the largest set of characters it is used for. iconv's
    /// names differ between the GNU C library, GNU libiconv and the BSDs; the later ones of a row are for those that lack
    /// the first.
    static let labels: [String: LegacyEncoding] = {
        var table: [String: LegacyEncoding] = [:]
        for (encoding, labels) in [
            (
                .named(["GB18030", "GBK"]),
                ["gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "chinese", "csgb2312"]
            ),
            (.named(["BIG5-HKSCS", "BIG5"]), ["big5", "big5-hkscs", "cn-big5", "x-x-big5", "csbig5"]),
            (
                .named(["CP1252", "WINDOWS-1252", "ISO-8859-1"]),
                ["iso-8859-1", "latin1", "windows-1252", "cp1252", "us-ascii", "ascii"]
            ),
            (.utf16(isBigEndian: false), ["utf-16", "utf-16le"]), (.utf16(isBigEndian: true), ["utf-16be"]),
            (.named(["CP932", "SHIFT_JIS"]), ["shift_jis", "shift-jis", "sjis", "windows-31j"]),
            (.named(["EUC-JP"]), ["euc-jp"]), (.named(["CP949", "UHC", "EUC-KR"]), ["euc-kr", "ks_c_5601-1987"]),
        ] as [(LegacyEncoding, [String])] {
            for label in labels { table[label] = encoding }
        }
        return table
    }()

    /// `bytes` as UTF-8, each byte that begins no character and a character that is cut off at the end as U+FFFD, and
    /// how many of these there are.
    ///
    /// - Returns: `nil` when the system cannot convert the encoding.
    func utf8(of bytes: [UInt8]) -> (bytes: [UInt8], faults: Int)? {
        switch self {
        case .utf16(let isBigEndian):
            return PageEncoding.utf16(bytes[...], isBigEndian: isBigEndian)
        case .named(let names):
            guard let converter = names.lazy.compactMap({ IconvConverter(from: $0) }).first else { return nil }
            return converter.utf8(of: bytes)
        }
    }
}

/// One conversion to UTF-8 by `iconv`.
///
/// It relies on POSIX alone: after an error the input stands at the byte where it began, `EILSEQ` means that no character
/// begins there, `EINVAL` that one begins and the input ends in it, and `E2BIG` that the output is full. The number that
/// `iconv` returns otherwise counts what it replaced by likenesses, differently in each implementation, and is ignored.
private final class IconvConverter {
    private let descriptor: iconv_t
    private var result: [UInt8] = []
    private var chunk = [CChar](repeating: 0, count: 64 << 10)

    private static let failure = Int(bitPattern: UInt.max)

    init?(from name: String) {
        // POSIX's failure is a pointer, -1, which Swift imports as any other.
        guard let descriptor = iconv_open("UTF-8", name), Int(bitPattern: descriptor) != -1 else { return nil }
        self.descriptor = descriptor
    }

    deinit { iconv_close(descriptor) }

    func utf8(of bytes: [UInt8]) -> (bytes: [UInt8], faults: Int) {
        var faults = 0
        // iconv does not write to what it reads, although its type says so.
        var input = bytes
        input.withUnsafeMutableBytes { bytes in
            let input = bytes.bindMemory(to: CChar.self)
            var next = input.baseAddress
            var left = input.count
            while left > 0 {
                let before = left
                let error = convert(&next, &left)
                guard left > 0 else { break }
                if error == E2BIG, left < before { continue }
                // A character may be kept back for one that combines with it.
                flush()
                result += [0xEF, 0xBF, 0xBD]
                faults += 1
                if error == EINVAL { break }
                next = next.map { $0 + 1 }
                left -= 1
            }
        }
        flush()
        return (result, faults)
    }

    private func flush() {
        var nothing: UnsafeMutablePointer<CChar>?
        var none = 0
        _ = convert(&nothing, &none)
    }

    /// Converts what there is room for.
    ///
    /// - Returns: The error, or 0.
    private func convert(_ next: inout UnsafeMutablePointer<CChar>?, _ left: inout Int) -> Int32 {
        chunk.withUnsafeMutableBufferPointer { chunk in
            var output = chunk.baseAddress
            var room = chunk.count
            let status =
                next == nil
                ? iconv(descriptor, nil, nil, &output, &room) : iconv(descriptor, &next, &left, &output, &room)
            let error = status == Self.failure ? errno : 0
            result += UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(chunk)[..<(chunk.count - room)])
            return error
        }
    }
}
