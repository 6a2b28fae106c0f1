public import DotNewsNetworking

extension ReplicaPlaceAddress {
    /// The place at this address, with the secrets that the store has for it. Asks nothing of the place yet.
    ///
    /// With a passphrase in the store (``passphraseName``) the place is a ``SealedPlace``; without one it refuses to
    /// work with a place that is encrypted.
    ///
    /// - Parameters:
    ///   - credentials: Where password, secret key and passphrase are kept.
    ///   - transport: What carries requests.
    ///   - allowsClearText: Whether a password may be sent over plain `http` to a host other than this one.
    /// - Throws: ``ReplicaPlaceError/Code/unauthorized`` when a password or key is needed and not in the store;
    ///   ``ReplicaPlaceError/Code/forbidden`` when it would be sent in the clear; ``ReplicaPlaceError/Code/failed`` when
    ///   the store cannot be read.
    public func open(
        credentials: any CredentialStore, over transport: any HTTPTransport, allowsClearText: Bool = false
    ) throws(ReplicaPlaceError) -> any ReplicaPlace {
        switch kind {
        case .folder(let path):
            return FolderPlace(path: path)
        case .webDAV, .s3:
            throw ReplicaPlaceError(.notAPlace, while: "opening \(self)", reason: "only folders can be opened so far")
        }
    }
}
