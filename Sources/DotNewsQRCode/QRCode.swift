/// A QR code (ISO/IEC 18004) of a text, as squares that are dark or light.
///
/// WeChat's desktop readers share a page by scanning its address. libqrencode encodes on Linux, Core Image on Apple
/// systems. On both, the patterns that every code has are checked, and a code that was drawn mirrored or upside down is
/// turned.
public struct QRCode: Hashable, Sendable {
    /// How much of a code may be damaged and still be read.
    public enum CorrectionLevel: String, Hashable, Sendable, CaseIterable {
        /// About 7 %; holds 2,953 bytes. The site's own choice.
        case low = "L"
        /// About 15 %; holds 2,331 bytes.
        case medium = "M"
        /// About 25 %; holds 1,663 bytes.
        case quartile = "Q"
        /// About 30 %; holds 1,273 bytes.
        case high = "H"

        /// The most bytes that the largest code (version 40) holds at this level.
        public var capacity: Int {
            switch self {
            case .low: 2_953
            case .medium: 2_331
            case .quartile: 1_663
            case .high: 1_273
            }
        }
    }

    /// The light modules around a code that the standard asks for, on each side.
    public static let standardQuietZone = 4
    /// The side of the site's own code, in pixels.
    public static let standardSize = 178

    /// The level the code was made with.
    public let level: CorrectionLevel
    /// How many modules a side has, without quiet zone: 21 to 177.
    public let moduleCount: Int
    /// Whether each module is dark, row by row from the top left.
    private let modules: [Bool]

    /// Encodes the UTF-8 bytes of `text`.
    ///
    /// - Throws: ``QRCodeError`` when the text is empty or does not fit, or the system's encoder fails.
    public init(text: String, level: CorrectionLevel = .low) throws(QRCodeError) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty else { throw QRCodeError(.empty, byteCount: 0, level: level) }
        guard bytes.count <= level.capacity else {
            throw QRCodeError(.capacityExceeded, byteCount: bytes.count, level: level)
        }
        guard let drawn = QREncoder.encode(bytes, level: level) else {
            throw QRCodeError(.encoderFailed, byteCount: bytes.count, level: level)
        }
        guard let matrix = drawn.righted(level) else {
            throw QRCodeError(.malformed, byteCount: bytes.count, level: level)
        }
        self.level = level
        moduleCount = matrix.side
        modules = matrix.modules
    }

    /// The version, 1 to 40: how large the code is.
    public var version: Int { (moduleCount - 17) / 4 }

    /// Whether the module at a column and a row is dark. What lies outside the code is light.
    public subscript(column: Int, row: Int) -> Bool {
        guard (0..<moduleCount).contains(column), (0..<moduleCount).contains(row) else { return false }
        return modules[row * moduleCount + column]
    }
}
