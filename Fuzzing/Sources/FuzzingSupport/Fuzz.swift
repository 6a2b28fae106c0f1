import CFuzzerDriver
public import Foundation
import Synchronization

/// What a harness does with one input.
public typealias FuzzTarget = @Sendable (_ input: Data) -> Void

private let target = Mutex<FuzzTarget?>(nil)

/// Hands the program to libFuzzer, which calls `body` with one input after the other until its time is over or something
/// is found. The program's arguments are libFuzzer's.
public func fuzz(_ body: @escaping FuzzTarget) -> Never {
    target.withLock { $0 = body }
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
    let status = LLVMFuzzerRunDriver(&count, &arguments) { bytes, size in
        let input = bytes.map { Data(bytes: $0, count: size) } ?? Data()
        target.withLock { $0 }?(input)
        return 0
    }
    exit(status)
}

/// Stops with a message when `condition` does not hold, in every build, so that libFuzzer keeps the input.
public func require(
    _ condition: Bool, _ message: @autoclosure () -> String, file: StaticString = #fileID, line: UInt = #line
) {
    guard !condition else { return }
    FileHandle.standardError.write(Data("BROKEN \(file):\(line): \(message())\n".utf8))
    abort()
}
