import DotNewsFoundation
import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence

/// The creation of one object on a WebDAV server, see ``WebDAVStorage``.
struct WebDAVCreation {
    let storage: WebDAVStorage
    let content: Data
    let name: ReplicaObjectName

    private var activity: String { "writing \(name) to \(storage.folder)" }
    private var claim: WebAddress { storage.address(".claim-\(name)/") }
    private var draft: WebAddress { storage.address(".claim-\(name)/content") }
    private var target: WebAddress { storage.address(name.rawValue) }

    /// How often a name that another device has claimed is looked at again, and how long is waited before each.
    private static let patience: [Duration] = [.milliseconds(100), .milliseconds(300), .milliseconds(900), .seconds(2)]

    /// Creates the object, or finds it there with the same content.
    func run() async throws(RemoteStorageError) {
        guard !Task.isCancelled else { throw cancelled }
        guard try await takeClaim() else { return }
        let start = ContinuousClock.now
        var isOurs: Bool
        do throws(RemoteStorageError) {
            isOurs = try await write()
            if isOurs {
                guard ContinuousClock.now - start < WebDAVStorage.claimLifetime / 3 else {
                    throw RemoteStorageError(
                        .unavailable, while: activity,
                        reason: "the line is so slow that it took too long; try again later")
                }
                isOurs = try await publish()
            }
        } catch {
            // After that time it may be another device's.
            if ContinuousClock.now - start < WebDAVStorage.claimLifetime { await releaseClaim() }
            throw error
        }
        guard isOurs else {
            throw RemoteStorageError(
                .locked, while: activity, reason: "another device has taken the name over; try again later")
        }
        await releaseClaim()
    }

    // MARK: The claim

    /// Claims the name; `false` when the object is there already with the same content.
    private func takeClaim() async throws(RemoteStorageError) -> Bool {
        if try await makeClaim() { return true }
        for delay in [.zero] + Self.patience {
            do {
                try await storage.clock.sleep(for: delay)
            } catch {
                throw cancelled
            }
            if try await isPresent() { return false }
            if try await clearAbandonedClaim(), try await makeClaim() { return true }
        }
        throw RemoteStorageError(
            .locked, while: activity, reason: "another device is just writing it; try again later")
    }

    /// Makes the claim's folder, and the storage's own before it if need be; `false` when it is there already.
    private func makeClaim() async throws(RemoteStorageError) -> Bool {
        var response = try await sendClaim()
        if response.status == 409 || response.status == 404 {
            try await storage.makeFolder()
            response = try await sendClaim()
        }
        // Apache answers 403 to the second of two devices that make it at the same time. When it has gone by now, the other
        // device was quick; one that gets no other answer is not allowed to.
        for _ in 0..<2 where response.status == 403 {
            if try await storage.resources(of: claim, depth: "0", activity) != nil { return false }
            response = try await sendClaim()
        }
        if response.isSuccess { return true }
        if response.status == 405 { return false }
        throw .answer(response, while: activity)
    }

    /// Sends the request for the claim, and waits for what becomes of it also when the calling task is cancelled: a claim
    /// that nobody knows of could not be removed. One whose answer is lost has to run out.
    private func sendClaim() async throws(RemoteStorageError) -> HTTPResponse {
        try await uncancelled { () throws(RemoteStorageError) in
            try await storage.web.send(.makeCollection, claim, activity)
        }
    }

    /// Removes a claim whose device has failed; `true` when there is none now.
    private func clearAbandonedClaim() async throws(RemoteStorageError) -> Bool {
        let response = try await storage.web.send(
            .propertyFind, claim, headers: ["Depth": "0", "Content-Type": "application/xml; charset=utf-8"],
            body: Multistatus.request, activity)
        if response.status == 404 { return true }
        // Both times are the server's own.
        guard let made = Multistatus(response.body)?.resources.first?.modified,
            let now = response.headers["Date"].flatMap({ HTTPDate.date(from: $0) }),
            now.timeIntervalSince(made) > WebDAVStorage.claimLifetime / .seconds(1)
        else { return false }
        let removal = try await storage.web.send(.delete, claim, activity)
        return removal.isSuccess || removal.status == 404
    }

    /// Removes the claim and what is left in it, also when the calling task is cancelled. Should that fail, the claim runs
    /// out.
    private func releaseClaim() async {
        await Task {
            do throws(RemoteStorageError) {
                _ = try await storage.web.send(.delete, claim, activity)
            } catch {}
        }.value
    }

    private var cancelled: RemoteStorageError {
        RemoteStorageError(.cancelled, while: activity, reason: "it was cancelled")
    }

    // MARK: The content

    /// Writes the content into the claim; `false` when the claim is gone, because another device took it for abandoned.
    private func write() async throws(RemoteStorageError) -> Bool {
        let response = try await storage.web.send(
            .put, draft, headers: ["Content-Type": "application/octet-stream"], body: content, activity)
        if response.status == 404 || response.status == 409 { return false }
        guard response.isSuccess else { throw .answer(response, while: activity) }
        return true
    }

    /// Gives the content its name; `false` when the claim is gone.
    private func publish() async throws(RemoteStorageError) -> Bool {
        var response: HTTPResponse?
        var failure: RemoteStorageError?
        do throws(RemoteStorageError) {
            response = try await move(to: target.path)
            // A few servers want to read their own name in it.
            if let status = response?.status, status == 400 || status == 502 {
                response = try await move(to: target.string)
            }
        } catch {
            // It may have been moved, and the answer been lost.
            guard error.code == .unavailable || error.code == .malformedResponse else { throw error }
            failure = error
        }
        if let response, response.isSuccess { return true }
        let isGone = response?.status == 404 || response?.status == 409
        let isAmbiguous = response.map { isGone || $0.status == 412 || $0.status >= 500 } ?? true
        if isAmbiguous, try await isPresent() { return true }
        if let failure { throw failure }
        if let response, response.status == 400 || response.status == 502 {
            throw RemoteStorageError(
                RemoteStorageError.answer(response, while: activity).code, while: activity,
                reason:
                    "the server does not accept the address to move to (\(response.status)); a proxy before it has to "
                    + "rewrite the field Destination as it does the address")
        }
        if let response, !isGone { throw .answer(response, while: activity) }
        return false
    }

    private func move(to destination: String) async throws(RemoteStorageError) -> HTTPResponse {
        try await storage.web.send(
            .move, draft, headers: ["Destination": destination, "Overwrite": "F"], activity)
    }

    private func isPresent() async throws(RemoteStorageError) -> Bool {
        try await storage.isPresent(content, named: name, while: activity)
    }
}
