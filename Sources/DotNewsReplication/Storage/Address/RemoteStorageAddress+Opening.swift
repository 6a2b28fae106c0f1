public import DotNewsNetworking

extension RemoteStorageAddress {
    /// Returns the storage at this address, with the secrets that the store has for it. Asks nothing of the storage yet.
    ///
    /// With a recovery code or passphrase in the store (``encryptionSecretName``) the storage is an ``EncryptedStorage``;
    /// without one it is a storage that refuses to work where another device has set encryption up.
    ///
    /// - Parameters:
    ///   - credentials: Where password, secret key, and recovery code or passphrase are kept.
    ///   - transport: Carries requests.
    ///   - allowsClearText: Whether a password, or what a bucket holds, may go over plain `http` to another machine.
    /// - Throws: ``RemoteStorageError/Code/unauthorized`` when a password or key is needed and not in the store;
    ///   ``RemoteStorageError/Code/forbidden`` when something would be sent in the clear;
    ///   ``RemoteStorageError/Code/failed`` when the store cannot be read.
    public func open(
        credentials: any CredentialStore, over transport: any HTTPTransport, allowsClearText: Bool = false
    ) throws(RemoteStorageError) -> any RemoteStorage {
        let storage = try openPlain(credentials: credentials, over: transport, allowsClearText: allowsClearText)
        if let kept = try secret(named: encryptionSecretName, in: credentials) {
            return EncryptedStorage(over: storage, secret: EncryptionSecret(kept: kept))
        }
        return UnencryptedStorage(over: storage)
    }

    private func openPlain(
        credentials: any CredentialStore, over transport: any HTTPTransport, allowsClearText: Bool
    ) throws(RemoteStorageError) -> any RemoteStorage {
        switch kind {
        case .folder(let path):
            return FolderStorage(path: path)
        case .webDAV(let folder, nil):
            return try WebDAVStorage(folder: folder, over: transport)
        case .webDAV(let folder, let user?):
            return try WebDAVStorage(
                folder: folder, user: user, password: requiredSecret("the password of \(user)", in: credentials),
                over: transport, allowsClearText: allowsClearText)
        case .s3(_, accessKeyID: nil):
            throw RemoteStorageError(
                .unauthorized, while: "opening \(self)",
                reason: "the address lacks the id of the access key; write it as s3://KEYID@bucket")
        case .s3(let location, let key?):
            return try S3Storage(
                location: location, accessKeyID: key,
                secretKey: requiredSecret("the secret key of \(key)", in: credentials),
                over: transport, allowsClearText: allowsClearText)
        }
    }

    private func requiredSecret(
        _ what: String, in credentials: any CredentialStore
    ) throws(RemoteStorageError) -> Secret {
        if let credentialName, let secret = try secret(named: credentialName, in: credentials) { return secret }
        throw RemoteStorageError(
            .unauthorized, while: "opening \(self)", reason: "\(what) is not among the credentials; keep it there")
    }

    private func secret(
        named name: CredentialName, in credentials: any CredentialStore
    ) throws(RemoteStorageError) -> Secret? {
        do throws(CredentialError) {
            return try credentials.secret(named: name)
        } catch {
            throw RemoteStorageError(.failed, while: "opening \(self)", reason: error.description, underlying: error)
        }
    }
}
