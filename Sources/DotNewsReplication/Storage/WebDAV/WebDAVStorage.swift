public import DotNewsFoundation
public import DotNewsModels
public import DotNewsNetworking

/// A folder of a WebDAV server as a storage: Nextcloud, Apache, nginx with its extension for `PROPFIND`, and the like.
///
/// - The folder is made when it is missing and the one above it exists.
/// - A listing is one `PROPFIND`, whatever the number of objects.
/// - Only files directly in the folder are objects; others are left alone.
/// - Creating an object takes four requests, because servers do not keep to the conditions of a `PUT`: nginx does not know
///   them, and Apache looks before it writes, so that of two devices at the same time both succeed. What servers do in one
///   step is to make a folder. So a device claims a name by making the folder `.claim-<name>`, writes the content into it
///   and moves it to its name, with `Overwrite: F`; an object is seen whole or not at all. Then the claim goes.
/// - A claim that was left behind by a device that failed half-way is taken over after ``claimLifetime``.
/// - User name and password (Basic, no other scheme) are sent over `https`, or within this machine, and to this server alone.
public struct WebDAVStorage: RemoteStorage {
    /// How long a claim counts, by the server's clock: 15 minutes. Who holds one for a third of that gives up.
    public static let claimLifetime = Duration.seconds(900)

    /// The folder's address; its path ends with a slash.
    public let folder: WebAddress
    let web: WebExchange
    let clock: any Clock<Duration>

    /// Creates a storage; nothing is asked of it yet.
    ///
    /// - Parameters:
    ///   - folder: The folder's address.
    ///   - user: Who signs in; `nil` for nobody.
    ///   - password: The password of that user.
    ///   - transport: What carries requests; one that retries makes more of a bad line.
    ///   - allowsClearText: Whether the password may be sent over plain `http` to another machine.
    /// - Throws: ``RemoteStorageError/Code/forbidden`` when the password would be sent in the clear;
    ///   ``RemoteStorageError/Code/unusable`` when the address has a query or the user name a colon.
    public init(
        folder: WebAddress, user: String? = nil, password: Secret? = nil, over transport: any HTTPTransport,
        allowsClearText: Bool = false
    ) throws(RemoteStorageError) {
        try self.init(
            folder: folder, user: user, password: password, over: transport, allowsClearText: allowsClearText,
            clock: ContinuousClock())
    }

    /// With the clock that is slept on while another device has a claim, for tests.
    package init(
        folder: WebAddress, user: String?, password: Secret?, over transport: any HTTPTransport,
        allowsClearText: Bool, clock: any Clock<Duration>
    ) throws(RemoteStorageError) {
        let activity = "opening \(folder.withoutQuery)"
        guard folder.query == nil, folder.fragment == nil, user?.contains(":") != true,
            let folder = folder.path.hasSuffix("/") ? folder : WebAddress(folder.string + "/")
        else {
            throw RemoteStorageError(
                .unusable, while: activity, reason: "the address has a query, or the user name a colon")
        }
        guard password == nil || allowsClearText || folder.isProtected else {
            throw RemoteStorageError(
                .forbidden, while: activity,
                reason: "the password would be sent in the clear; use an https address")
        }
        self.folder = folder
        self.clock = clock
        let authentication = user.flatMap { user in password.map { HTTPAuthentication.basic(user: user, password: $0) }
        }
        web = WebExchange(transport: transport, authentication: authentication)
    }

    /// The files in the folder that have the name of an object, with their sizes if the server tells them.
    public func list() async throws(RemoteStorageError) -> [ReplicaObject] {
        let activity = "listing \(folder)"
        guard let resources = try await resources(of: folder, depth: "1", activity) else {
            try await makeFolder()
            return []
        }
        let own = try depth(of: resources, activity)
        let objects = resources.compactMap { resource -> ReplicaObject? in
            guard !resource.isCollection, resource.path.count == own + 1, let last = resource.path.last else {
                return nil
            }
            return ReplicaObjectName(last).map { ReplicaObject(name: $0, size: resource.size) }
        }
        guard objects.count <= RemoteStorageLimits.maximumObjects else {
            throw RemoteStorageLimits.tooManyObjects(activity)
        }
        return objects
    }

    /// The number of segments of the folder's path, as the server writes its own paths, behind a proxy for example.
    private func depth(of resources: [Multistatus.Resource], _ activity: String) throws(RemoteStorageError) -> Int {
        let files = resources.filter { !$0.isCollection }.map(\.path)
        // The folder itself is among them, with few servers only what is in it.
        if let own = resources.filter(\.isCollection).map(\.path.count).min() {
            guard files.allSatisfy({ $0.count > own }) else {
                throw RemoteStorageError(
                    .malformedResponse, while: activity,
                    reason: "the server's listing names files that are not in the folder; another name of the folder, "
                        + "without special characters, may help")
            }
            return own
        }
        guard files.count > 1 || files.first?.last != Multistatus.segments(of: folder.string)?.last else {
            throw RemoteStorageError(
                .unusable, while: activity, reason: "there is a file at this address, not a folder")
        }
        return (files.map(\.count).min() ?? 1) - 1
    }

    /// Reads a file.
    public func read(_ name: ReplicaObjectName, maximumSize: Int) async throws(RemoteStorageError) -> Data {
        let activity = "reading \(name) from \(folder)"
        let response = try await web.send(.get, address(name.rawValue), maximumSize: maximumSize, activity)
        guard response.status == 200 else { throw .answer(response, while: activity) }
        guard response.body.count <= maximumSize else { throw RemoteStorageLimits.tooLarge(maximumSize, activity) }
        return response.body
    }

    /// Adds a file.
    public func create(_ content: Data, named name: ReplicaObjectName) async throws(RemoteStorageError) {
        try await WebDAVCreation(storage: self, content: content, name: name).run()
    }

    /// Removes a file.
    public func remove(_ name: ReplicaObjectName) async throws(RemoteStorageError) {
        let activity = "removing \(name) from \(folder)"
        let response = try await web.send(.delete, address(name.rawValue), activity)
        guard response.isSuccess || response.status == 404 || response.status == 410 else {
            throw .answer(response, while: activity)
        }
    }
}

// MARK: Requests

extension WebDAVStorage {
    /// The most that a listing may take up: 64 MiB, some 600 bytes for each object there may be.
    private static let maximumListing = 64 << 20

    /// The address of something in the folder, whose name needs no encoding.
    func address(_ name: String) -> WebAddress {
        WebAddress(normalized: folder.string + name)
    }

    /// What `PROPFIND` says; `nil` when there is nothing at the address.
    func resources(
        of address: WebAddress, depth: String, _ activity: String
    ) async throws(RemoteStorageError) -> [Multistatus.Resource]? {
        let response = try await web.send(
            .propertyFind, address,
            headers: ["Depth": depth, "Content-Type": "application/xml; charset=utf-8"], body: Multistatus.request,
            maximumSize: Self.maximumListing, activity)
        if response.status == 404 { return nil }
        guard response.status == 207 else {
            let isPage = response.isSuccess || response.status == 405
            guard !isPage else {
                throw RemoteStorageError(
                    .unusable, while: activity,
                    reason: "this is a web page, not a WebDAV folder (\(response.status)); correct the address")
            }
            throw .answer(response, while: activity)
        }
        guard let multistatus = Multistatus(response.body) else {
            throw RemoteStorageError(
                .malformedResponse, while: activity, reason: "the server's listing cannot be understood")
        }
        return multistatus.resources
    }

    /// Makes the folder; that there is one already is no error.
    func makeFolder() async throws(RemoteStorageError) {
        let activity = "making the folder \(folder)"
        let response = try await web.send(.makeCollection, folder, activity)
        // Apache answers 403 to the second of two devices that make it at the same time.
        if response.isSuccess || response.status == 405 { return }
        if response.status == 403, try await resources(of: folder, depth: "0", activity) != nil { return }
        throw .answer(response, while: activity)
    }
}

extension HTTPMethod {
    /// Asks a WebDAV server for properties.
    static let propertyFind = HTTPMethod(rawValue: "PROPFIND")
    /// Makes a folder of a WebDAV server.
    static let makeCollection = HTTPMethod(rawValue: "MKCOL")
    /// Moves something on a WebDAV server.
    static let move = HTTPMethod(rawValue: "MOVE")
}
