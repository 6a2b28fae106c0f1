import DotNewsFoundation

/// What Foundation throws where a file cannot be read or written.
package enum FileFailure {
    /// Why, in the system's words without the file's name: `No such file or directory`.
    package static func reason(_ error: any Error) -> String {
        // What Foundation itself says of it, `localizedDescription`, FoundationEssentials does not have.
        let cause = (error as? CocoaError)?.underlying ?? error
        guard let code = (cause as? POSIXError)?.code else { return "\(cause)" }
        return String(cString: strerror(code.rawValue))
    }
}
