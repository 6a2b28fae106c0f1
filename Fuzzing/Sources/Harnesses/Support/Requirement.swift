import Foundation
import Synchronization

private let handler = Mutex<@Sendable (String) -> Void> { message in
    FileHandle.standardError.write(Data("BROKEN \(message)\n".utf8))
    abort()
}

extension Harness {
    /// Says what is done, in place of ending the program, when something does not hold; for the whole process.
    public static func onBroken(_ body: @escaping @Sendable (_ message: String) -> Void) {
        handler.withLock { $0 = body }
    }
}

/// Reports `condition` when it does not hold, in every build.
func require(
    _ condition: Bool, _ message: @autoclosure () -> String, file: StaticString = #fileID, line: UInt = #line
) {
    guard !condition else { return }
    let body = handler.withLock { $0 }
    body("\(file):\(line): \(message())")
}
