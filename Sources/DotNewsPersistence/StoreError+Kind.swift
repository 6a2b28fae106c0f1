public import DotNewsModels

extension StoreError: DotNewsError {
    /// The kind of failure, for a switch across modules.
    public var kind: ErrorKind {
        switch code {
        case .notADatabase, .corrupt, .unreadableContent: .damaged
        case .newerVersion, .earlierFormat, .newerExport, .unsupportedLibrary: .unsupported
        case .readOnly, .cannotOpen, .inputOutput: .fileAccess
        case .diskFull: .diskFull
        case .busy, .entryUncertain: .busy
        case .cancelled: .cancelled
        case .suspended: .suspended
        case .notAStore, .notAnImage, .invalidExport, .invalidValue: .invalidInput
        case .outboxFull, .commentsClosed: .refused
        case .noSuchEntry, .noSuchComment, .changesUnknown: .notFound
        default: .other
        }
    }
}
