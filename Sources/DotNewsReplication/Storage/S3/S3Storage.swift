public import DotNewsFoundation
import DotNewsModels
public import DotNewsNetworking

/// A bucket of an S3-compatible store as a storage: Amazon's S3, MinIO, Ceph, R2 and the like.
///
/// - A listing is one request (`ListObjectsV2`) for each 1,000 objects. Only keys directly below the prefix are objects;
///   others are left alone.
/// - An object is written with `If-None-Match: *`, which makes the store refuse to replace one. Amazon's knows that since
///   2024, and so do recent versions of the others. A store that says it does not know it is asked first whether there is
///   such an object; one that ignores it silently would replace an object, and what protects then is that every device
///   puts its own id into its names.
/// - Requests are signed (AWS Signature Version 4); the secret key is not sent. Over plain `http` others can
///   read what is sent and received; it is allowed to this machine only, unless said otherwise.
/// - Stores refuse requests whose time is more than some 15 minutes off: ``RemoteStorageError/Code/clockSkew``.
public struct S3Storage: RemoteStorage {
    /// Where the objects are.
    public let location: S3Location
    private let web: WebExchange
    private let now: @Sendable () -> Date

    /// Creates a storage in a bucket; nothing is asked of it yet.
    ///
    /// - Parameters:
    ///   - location: Where the objects are.
    ///   - accessKeyID: The id of the access key.
    ///   - secretKey: The secret that belongs to it.
    ///   - transport: Carries and signs requests, with retries if wanted.
    ///   - allowsClearText: Whether requests may go over plain `http` to another machine.
    ///   - now: Returns the present time, to say by how much the clock is off that the transport signs by.
    /// - Throws: ``RemoteStorageError/Code/forbidden`` when requests would go over plain `http`.
    public init(
        location: S3Location, accessKeyID: String, secretKey: Secret, over transport: any HTTPTransport,
        allowsClearText: Bool = false, now: @escaping @Sendable () -> Date = { Date() }
    ) throws(RemoteStorageError) {
        guard allowsClearText || location.endpoint.isProtected else {
            throw RemoteStorageError(
                .forbidden, while: "opening the bucket \(location.bucket)",
                reason: "requests would go in the clear; use an https endpoint")
        }
        self.location = location
        self.now = now
        let signature = AWSSignature(accessKeyID: accessKeyID, secretKey: secretKey, region: location.region)
        web = WebExchange(transport: transport, authentication: .awsSignature(signature))
    }

    /// The objects directly below the prefix, with their sizes.
    public func list() async throws(RemoteStorageError) -> [ReplicaObject] {
        let activity = "listing \(location)"
        var objects: [ReplicaObject] = []
        var token: String?
        // Foreign keys take up pages too, but not without end.
        for _ in 0...(2 * RemoteStorageLimits.maximumObjects / 1_000) {
            let response = try await send(.get, location.listingAddress(after: token), activity)
            guard response.status == 200 else { throw failure(response, activity) }
            guard let page = S3ListingPage(response.body) else {
                throw RemoteStorageError(
                    .malformedResponse, while: activity, reason: "the store's listing cannot be understood")
            }
            objects += page.entries.compactMap { key, size in
                // By bytes: to a store, equivalent spellings are different keys.
                guard key.utf8.starts(with: location.prefix.utf8),
                    let name = ReplicaObjectName(
                        String(decoding: key.utf8.dropFirst(location.prefix.utf8.count), as: UTF8.self))
                else { return nil }
                return ReplicaObject(name: name, size: size)
            }
            guard objects.count <= RemoteStorageLimits.maximumObjects else {
                throw RemoteStorageLimits.tooManyObjects(activity)
            }
            guard let next = page.next else { return objects }
            token = next
        }
        throw RemoteStorageLimits.tooManyObjects(activity)
    }

    /// Reads an object.
    public func read(_ name: ReplicaObjectName, maximumSize: Int) async throws(RemoteStorageError) -> Data {
        let activity = "reading \(name) from \(location)"
        let response = try await send(.get, location.address(of: name), maximumSize: maximumSize, activity)
        guard response.status == 200 else { throw failure(response, activity) }
        guard response.body.count <= maximumSize else { throw RemoteStorageLimits.tooLarge(maximumSize, activity) }
        return response.body
    }

    /// Adds an object.
    public func create(_ content: Data, named name: ReplicaObjectName) async throws(RemoteStorageError) {
        let activity = "writing \(name) to \(location)"
        let response = try await put(content, name, ["If-None-Match": "*"], activity)
        if response.isSuccess { return }
        let error = failure(response, activity)
        guard error.code == .exists || response.status == 409 || response.status == 501 else { throw error }
        if try await isPresent(content, named: name, while: activity) { return }
        guard response.status == 501 else {
            throw RemoteStorageError(
                .locked, while: activity, reason: "another device is just writing it; try again later")
        }
        // The store does not know the condition, and there is no such object.
        let second = try await put(content, name, [:], activity)
        guard second.isSuccess else { throw failure(second, activity) }
    }

    /// Removes an object.
    public func remove(_ name: ReplicaObjectName) async throws(RemoteStorageError) {
        let activity = "removing \(name) from \(location)"
        let response = try await send(.delete, location.address(of: name), activity)
        if response.isSuccess { return }
        let error = failure(response, activity)
        guard error.code == .missing else { throw error }
    }
}

// MARK: Requests

extension S3Storage {
    private func put(
        _ content: Data, _ name: ReplicaObjectName, _ conditions: HTTPHeaders, _ activity: String
    ) async throws(RemoteStorageError) -> HTTPResponse {
        let headers = (["Content-Type": "application/octet-stream"] as HTTPHeaders).merging(conditions)
        return try await send(.put, location.address(of: name), headers: headers, body: content, activity)
    }

    private func send(
        _ method: HTTPMethod, _ address: WebAddress, headers: HTTPHeaders = [:], body: Data? = nil,
        maximumSize: Int = 0, _ activity: String
    ) async throws(RemoteStorageError) -> HTTPResponse {
        try await web.send(
            method, address, headers: headers, body: body, maximumSize: max(maximumSize, 4 << 20), activity)
    }

    private func failure(_ response: HTTPResponse, _ activity: String) -> RemoteStorageError {
        S3Failure.error(response, while: activity, region: location.region, now: now())
    }
}
