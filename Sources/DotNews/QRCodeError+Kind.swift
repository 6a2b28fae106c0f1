public import DotNewsModels
public import DotNewsQRCode

// Here, as DotNewsQRCode alone needs none of the libraries of DotNewsModels.
extension QRCodeError: DotNewsError {
    /// The kind of failure, for a switch across modules.
    public var kind: ErrorKind {
        switch code {
        case .empty, .capacityExceeded: .invalidInput
        case .encoderFailed, .malformed, .imageFailed: .other
        default: .other
        }
    }

    /// `qrCode.` and the code.
    public var qualifiedCode: String { "qrCode.\(code.rawValue)" }
}
