public import DotNewsNetworking
public import DotNewsReplication

/// The same on every device.
extension NewsClient {
    /// What brings this device and a storage together, where the reader's other devices do the same.
    ///
    /// - Parameters:
    ///   - address: Where the devices meet; `nil` for where they met last.
    ///   - credentials: Where the storage's password or key, and its recovery code or passphrase are kept.
    ///   - deviceName: What this device is to be called, 1 to 64 bytes of UTF-8; `nil` to leave its name.
    ///   - defaultDeviceName: What it is called as long as it was never given a name; as long.
    ///   - transport: Carries requests; the system's best unless given.
    /// - Returns: `nil` when there is no address, given or remembered.
    /// - Throws: `ReplicationError` with the code `ReplicationError.Code.storage` when the storage cannot be opened, with
    ///   `ReplicationError.Code.store` when the store cannot be read.
    public func replicator(
        at address: RemoteStorageAddress? = nil, credentials: any CredentialStore, deviceName: String? = nil,
        defaultDeviceName: String = Replicator.standardDeviceName, transport: (any HTTPTransport)? = nil
    ) async throws(ReplicationError) -> Replicator? {
        try await Replicator.at(
            address, of: store, credentials: credentials, deviceName: deviceName,
            defaultDeviceName: defaultDeviceName, transport: transport ?? Self.standardTransport())
    }
}
