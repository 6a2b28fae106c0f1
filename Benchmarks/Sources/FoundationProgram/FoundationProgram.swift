import Foundation

/// Does nothing with Foundation, which has to be there for it: what a process costs that uses it.
@main
struct FoundationProgram {
    static func main() {
        withExtendedLifetime(ProcessInfo.processInfo.environment) {}
    }
}
