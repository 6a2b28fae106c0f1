import DotNewsFoundation
import DotNewsModels
import DotNewsNetworking

/// What is wrong with the address of a storage.
public struct RemoteStorageAddressError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A sentence for whoever wrote the address; it does not repeat the address, in which there may be a password.
    public let description: String
}

extension RemoteStorageAddress {
    /// Reads an address.
    ///
    /// A folder that is not absolute is one below `directory`, or the working directory.
    public init(_ text: String, relativeTo directory: String? = nil) throws(RemoteStorageAddressError) {
        guard !text.isEmpty, text.utf8.count <= 4_096,
            text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else {
            throw Self.error("An address of a storage has 1 to 4,096 characters, and no control characters among them.")
        }
        guard !text.hasPrefix("/"), !text.hasPrefix("."), !text.hasPrefix("~"), let mark = text.firstRange(of: "://")
        else {
            self.init(.folder(Self.absolutePath(text, directory ?? FileManager.default.currentDirectoryPath)))
            return
        }
        let rest = text[mark.upperBound...]
        switch text[..<mark.lowerBound].lowercased() {
        case "file": self.init(try Self.fileURL(rest))
        case "https", "davs", "webdavs": self.init(try Self.webDAV("https", rest))
        case "http", "dav", "webdav": self.init(try Self.webDAV("http", rest))
        case "s3": self.init(try Self.s3(rest))
        default:
            throw Self.error(
                "A storage is a folder, an https:// address of a WebDAV server or an s3:// address of a bucket.")
        }
    }

    private static func error(_ text: String) -> RemoteStorageAddressError {
        RemoteStorageAddressError(description: text)
    }

    // MARK: Folders

    private static func absolutePath(_ path: String, _ directory: String) -> String {
        let expanded =
            path == "~" || path.hasPrefix("~/") ? URL.homeDirectory.path + path.dropFirst() : path
        let absolute = expanded.hasPrefix("/") ? expanded : directory + "/" + expanded
        return URL(fileURLWithPath: absolute, isDirectory: true).standardizedFileURL.path
    }

    private static func fileURL(_ rest: Substring) throws(RemoteStorageAddressError) -> Kind {
        let path = rest.hasPrefix("localhost/") ? rest.dropFirst(9) : rest
        guard path.hasPrefix("/"), let decoded = PercentEncoding.decode(path), !decoded.contains("\0") else {
            throw error("A file:// address has an absolute path, such as file:///home/reader/news.")
        }
        return .folder(absolutePath(decoded, "/"))
    }

    // MARK: WebDAV

    private static func webDAV(_ scheme: String, _ rest: Substring) throws(RemoteStorageAddressError) -> Kind {
        let (user, storage) = try splitUser(rest)
        guard let address = WebAddress("\(scheme)://\(storage)") else {
            throw error("The address of the WebDAV server is not acceptable.")
        }
        guard address.query == nil, address.fragment == nil else {
            throw error("The address of a WebDAV folder has neither a question mark nor a number sign.")
        }
        let folder = address.path.hasSuffix("/") ? address : WebAddress(address.string + "/")
        guard let folder else { throw error("The address of the WebDAV folder is too long.") }
        if let user, user.contains(":") {
            throw error("A user name of WebDAV has no colon.")
        }
        return .webDAV(folder, user: user)
    }

    /// Takes the name of who signs in from before the host.
    private static func splitUser(
        _ rest: Substring
    ) throws(RemoteStorageAddressError) -> (user: String?, storage: Substring) {
        let authority = rest.prefix { !"/?#".contains($0) }
        guard let at = authority.lastIndex(of: "@") else { return (nil, rest) }
        guard !authority[..<at].contains(":") else {
            throw error(
                "A password or secret key does not belong into an address, where others can see it; leave out what "
                    + "stands between the colon and the @, and keep it with the credentials.")
        }
        guard let user = PercentEncoding.decode(authority[..<at]), !user.isEmpty,
            user.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else {
            throw error("The user name before the @ is empty or not percent-encoded as it should be.")
        }
        return (user, rest[authority.index(after: at)...])
    }

    // MARK: S3

    private static func s3(_ rest: Substring) throws(RemoteStorageAddressError) -> Kind {
        let (key, storage) = try splitUser(rest)
        let parts = storage.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts[0].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let options = try options(parts.count > 1 ? parts[1] : "")
        if let key, !key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) || key.contains(":") || key.contains("/") {
            throw error("The id of an access key is a plain word without colon and slash.")
        }
        let endpoint = try options["endpoint"].map(endpoint)
        let style = try options["style"].map { text throws(RemoteStorageAddressError) in
            guard let style = S3Location.AddressStyle(rawValue: text) else {
                throw error("The style of an s3:// address is \"path\" or \"host\".")
            }
            return style
        }
        guard
            let prefix = PercentEncoding.decode(path.count > 1 ? path[1] : ""),
            let location = S3Location(
                bucket: String(path[0]), prefix: prefix,
                region: options["region"] ?? "us-east-1", endpoint: endpoint, style: style)
        else {
            throw error(
                "An s3:// address is s3://KEYID@bucket/prefix?region=REGION&endpoint=URL&style=path: the bucket has 3 to "
                    + "63 lowercase letters, digits, hyphens and periods; in the prefix, %, ? and # are percent-encoded."
            )
        }
        return .s3(location, accessKeyID: key)
    }

    private static func options(_ query: Substring) throws(RemoteStorageAddressError) -> [String: String] {
        var options: [String: String] = [:]
        for part in query.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, let value = PercentEncoding.decode(pair[1]), options[String(pair[0])] == nil,
                ["region", "endpoint", "style"].contains(pair[0])
            else {
                throw error(
                    "After the question mark of an s3:// address stand region=, endpoint= and style=, once each.")
            }
            options[String(pair[0])] = value
        }
        return options
    }

    private static func endpoint(_ text: String) throws(RemoteStorageAddressError) -> WebAddress {
        guard let address = WebAddress(text.contains("://") ? text : "https://" + text), address.path.count <= 1,
            address.query == nil, address.fragment == nil
        else {
            throw error("The endpoint of an s3:// address is an http or https address without a path.")
        }
        return address.origin
    }
}
