/// Why there is no QR code.
public struct QRCodeError: Error, Hashable, Sendable {
    /// The kinds of failure. Open: later versions may add kinds.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The kind's name.
        public let rawValue: String

        /// Takes any name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// There is no text to encode.
        public static let empty = Code(rawValue: "empty")
        /// The text is longer than the largest code holds at the level asked for.
        public static let capacityExceeded = Code(rawValue: "capacityExceeded")
        /// The system's encoder returned no code.
        public static let encoderFailed = Code(rawValue: "encoderFailed")
        /// The system's encoder returned something that is not a QR code, whichever way it is turned.
        public static let malformed = Code(rawValue: "malformed")
        /// The image could not be written.
        public static let imageFailed = Code(rawValue: "imageFailed")
    }

    /// What went wrong.
    public let code: Code
    /// The length of the text in bytes of UTF-8.
    public let byteCount: Int
    /// The level that was asked for.
    public let level: QRCode.CorrectionLevel

    /// Creates a failure.
    public init(_ code: Code, byteCount: Int, level: QRCode.CorrectionLevel) {
        self.code = code
        self.byteCount = byteCount
        self.level = level
    }
}

extension QRCodeError: CustomStringConvertible {
    /// One sentence: what went wrong, and what to do.
    public var description: String {
        switch code {
        case .empty:
            "Cannot make a QR code of an empty text."
        case .capacityExceeded:
            "Cannot make a QR code of \(byteCount) bytes: level \(level.rawValue) holds \(level.capacity) at most. "
                + (level == .low ? "Share a shorter link." : "Share a shorter link or choose a lower level.")
        case .encoderFailed:
            "Cannot make a QR code of \(byteCount) bytes: the encoder failed."
        case .malformed:
            "Cannot make a QR code of \(byteCount) bytes: what the encoder drew is not a QR code of level "
                + "\(level.rawValue), or was resampled. Please report this with the version of the system."
        case .imageFailed:
            "Cannot write the QR code as PNG: there was no memory to compress the image."
        default:
            "Cannot make a QR code of \(byteCount) bytes (\(code.rawValue))."
        }
    }
}
