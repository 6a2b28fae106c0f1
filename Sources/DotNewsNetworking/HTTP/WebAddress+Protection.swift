package import DotNewsModels

extension WebAddress {
    /// Host and port, as they stand in the address.
    package var authority: String { String(origin.string.dropFirst(scheme.count + 3)) }

    /// Whether nobody on the way reads what is sent there: over TLS, or within this machine.
    package var isProtected: Bool {
        if scheme == "https" { return true }
        let octets = host.split(separator: ".", omittingEmptySubsequences: false)
        let isLoopback = octets.count == 4 && octets[0] == "127" && octets.allSatisfy { UInt8($0) != nil }
        return isLoopback || host == "localhost" || host == "[::1]"
    }
}
