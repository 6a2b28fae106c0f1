import DotNewsFoundation
public import DotNewsModels
public import DotNewsNetworking

/// Where a ``RemoteStorage`` is, as people write it.
///
/// | written | means |
/// |---|---|
/// | `/home/reader/Sync/news`, `./news`, `~/news`, `file:///home/reader/news` | a folder, see ``FolderStorage`` |
/// | `https://reader@cloud.example/remote.php/dav/files/reader/news/` | a WebDAV folder and who signs in, see ``WebDAVStorage`` |
/// | `s3://KEYID@bucket/prefix?region=eu-central-1` | a bucket at Amazon's and the id of the access key, see ``S3Storage`` |
/// | `s3://KEYID@bucket?endpoint=https://minio.example:9000&style=path` | a bucket of another store |
///
/// Passwords and secret keys do not belong into an address; they come from a `CredentialStore`, see
/// ``credentialName``.
public struct RemoteStorageAddress: Hashable, Sendable {
    /// What kind of storage, and where.
    public enum Kind: Hashable, Sendable {
        /// A folder's absolute path.
        case folder(String)
        /// A WebDAV folder, whose path ends with a slash, and the name of who signs in.
        case webDAV(WebAddress, user: String?)
        /// A storage in a bucket, and the id of the access key.
        case s3(S3Location, accessKeyID: String?)
    }

    /// What kind of storage, and where.
    public let kind: Kind

    /// Takes what has been read.
    init(_ kind: Kind) { self.kind = kind }

    /// Under which name a `CredentialStore` keeps the password or secret key, such as
    /// `storage https://reader@cloud.example`; `nil` when there is none to keep.
    ///
    /// It belongs to the server and the user, not to the folder, so that it stays when the folder changes.
    public var credentialName: CredentialName? {
        switch kind {
        case .folder, .webDAV(_, user: nil), .s3(_, accessKeyID: nil):
            nil
        case .webDAV(let address, let user?):
            CredentialName(rawValue: "storage \(Self.address(address.origin, user: user))")
        case .s3(let location, let key?):
            CredentialName(rawValue: "storage s3://\(key)@\(location.endpoint.authority)")
        }
    }

    /// The name under which a `CredentialStore` keeps the recovery code or passphrase of encrypted storage, as
    /// ``EncryptionSecret/kept`` has it.
    ///
    /// It belongs to the storage: that of a bucket stays when the access key changes.
    public var encryptionSecretName: CredentialName {
        guard case .s3(let location, _) = kind else { return CredentialName(rawValue: "encryption \(description)") }
        return CredentialName(
            rawValue: "encryption s3://\(location.bucket)/\(location.encodedPrefix)?endpoint=\(location.endpoint)")
    }
}

extension RemoteStorageAddress: CustomStringConvertible {
    /// The address in full, as it can be read again; no secret.
    public var description: String {
        switch kind {
        case .folder(let path): return path
        case .webDAV(let address, let user): return Self.address(address, user: user)
        case .s3(let location, let key):
            let name = key.map { "\($0)@\(location.bucket)" } ?? location.bucket
            return "s3://\(name)/\(location.encodedPrefix)?region=\(location.region)"
                + "&endpoint=\(location.endpoint)&style=\(location.style.rawValue)"
        }
    }

    private static func address(_ address: WebAddress, user: String?) -> String {
        guard let user else { return address.string }
        let start = "\(address.scheme)://"
        return "\(start)\(PercentEncoding.encode(user))@\(address.string.dropFirst(start.count))"
    }
}
