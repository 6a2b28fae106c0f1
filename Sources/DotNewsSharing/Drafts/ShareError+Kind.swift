public import DotNewsModels

extension ShareError: DotNewsError {
    /// The kind of failure, for a switch across modules.
    public var kind: ErrorKind {
        switch code {
        case .nothingToShare, .unacceptableLink, .linkTooLong, .limitOutOfRange, .linkMissing, .unacceptableValue,
            .unknownTarget:
            .invalidInput
        default: .other
        }
    }

    /// `share.` and the code.
    public var qualifiedCode: String { "share.\(code.rawValue)" }
}
