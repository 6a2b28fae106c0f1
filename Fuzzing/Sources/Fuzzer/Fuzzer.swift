import CFuzzerDriver
import Foundation
import Harnesses
import Synchronization

/// Hands one harness to libFuzzer: `Fuzzer NAME [libFuzzer's arguments]`.
@main enum Fuzzer {
    private static let target = Mutex<FuzzTarget?>(nil)

    static func main() throws {
        guard let name = CommandLine.arguments.dropFirst().first,
            let harness = Harness.all.first(where: { $0.name == name })
        else {
            let names = Harness.all.map(\.name).joined(separator: " ")
            FileHandle.standardError.write(Data("Usage: Fuzzer NAME [argument…]\nNames: \(names)\n".utf8))
            exit(2)
        }
        let prepared = try harness.prepare(ScratchDirectory.make())
        target.withLock { $0 = prepared }
        run(CommandLine.arguments.prefix(1) + CommandLine.arguments.dropFirst(2))
    }

    /// libFuzzer's loop, which calls the harness with one input after the other until its time is over or something is
    /// found.
    private static func run(_ arguments: ArraySlice<String>) -> Never {
        var count = Int32(arguments.count)
        // libFuzzer keeps them for as long as the process lives.
        let list = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: arguments.count + 1)
        for (index, argument) in arguments.enumerated() { list[index] = strdup(argument) }
        list[arguments.count] = nil
        var pointer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = list
        let status = LLVMFuzzerRunDriver(&count, &pointer) { bytes, size in
            let input = bytes.map { Data(bytes: $0, count: size) } ?? Data()
            Fuzzer.target.withLock { $0 }?(input)
            return 0
        }
        exit(status)
    }
}
