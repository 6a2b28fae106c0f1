import DotNewsFoundation
import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence

/// The creation of one object on a WebDAV server, see ``WebDAVPlace``.
struct WebDAVCreation {
    let place: WebDAVPlace
    let content: Data
    let name: ReplicaObjectName

    private var activity: String { "writing \(name) to \(place.folder)" }
    private var claim: WebAddress { place.address(".claim-\(name)/") }
    private var draft: WebAddress { place.address(".claim-\(name)/content") }
    private var target: WebAddress { place.address(name.rawValue) }

    /// How often a name that another device has claimed is looked at again, and how long is waited before each.
    private static let patience: [Duration] = [.milliseconds(100), .milliseconds(300), .milliseconds(900), .seconds(2)]

    /// Creates the object, or finds it there with the same content.
    func run() async throws(ReplicaPlaceError) {
        guard !Task.isCancelled else { throw cancelled }
        guard try await takeClaim() else { return }
        let start = ContinuousClock.now
        var isOurs: Bool
        do throws(ReplicaPlaceError) {
            isOurs = try await write()
            if isOurs {
                guard ContinuousClock.now - start < WebDAVPlace.claimLifetime / 3 else {
                    throw ReplicaPlaceError(
                        .unavailable, while: activity,
                        reason: "the line is so slow that it took too long; try again later")
                }
                isOurs = try await publish()
            }
        } catch {
            // After that time it may be another device's.
            if ContinuousClock.now - start < WebDAVPlace.claimLifetime { await releaseClaim() }
            throw error
        }
        guard isOurs else {
            throw ReplicaPlaceError(
                .locked, while: activity, reason: "another device has taken the name over; try again later")
        }
        await releaseClaim()
    }

    // MARK: The claim

    /// Claims the name; `false` when the object is there already with the same content.
    private func takeClaim() async throws(ReplicaPlaceError) -> Bool {
        if try await makeClaim() { return true }
        for delay in [.zero] + Self.patience {
            do {
                try await place.clock.sleep(for: delay)
            } catch {
                throw cancelled
            }
            if try await isPresent() { return false }
            if try await clearAbandonedClaim(), try await makeClaim() { return true }
        }
        throw ReplicaPlaceError(
            .locked, while: activity, reason: "another device is just writing it; try again later")
    }

    /// Makes the claim's folder, and the place's own before it if need be; `false` when it is there already.
    private func makeClaim() async throws(ReplicaPlaceError) -> Bool {
        var response = try await sendClaim()
        if response.status == 409 || response.status == 404 {
            try await place.makeFolder()
            response = try await sendClaim()
        }
        // Apache answers 403 to the second of two devices that make it at the same time. When it has gone by now, the other
        // device was quick; one that gets no other answer is not allowed to.
        for _ in 0..<2 where response.status == 403 {
            if try await place.resources(of: claim, depth: "0", activity) != nil { return false }
            response = try await sendClaim()
        }
        if response.isSuccess { return true }
        if response.status == 405 { return false }
        throw .answer(response, while: activity)
    }

    /// Sends the request for the claim, and waits for what becomes of it also when the calling task is cancelled: a claim
    /// that nobody knows of could not be removed. One whose answer is lost has to run out.
    private func sendClaim() async throws(ReplicaPlaceError) -> HTTPResponse {
        try await uncancelled { () throws(ReplicaPlaceError) in
            try await place.web.send(.makeCollection, claim, activity)
        }
    }

    /// Removes a claim whose device has failed; `true` when there is none now.
    private func clearAbandonedClaim() async throws(ReplicaPlaceError) -> Bool {
        let response = try await place.web.send(
            .propertyFind, claim, headers: ["Depth": "0", "Content-Type": "application/xml; charset=utf-8"],
            body: Multistatus.request, activity)
        if response.status == 404 { return true }
        // Both times are the server's own.
        guard let made = Multistatus(response.body)?.resources.first?.modified,
            let now = response.headers["Date"].flatMap({ HTTPDate.date(from: $0) }),
            now.timeIntervalSince(made) > WebDAVPlace.claimLifetime / .seconds(1)
        else { return false }
        let removal = try await place.web.send(.delete, claim, activity)
        return removal.isSuccess || removal.status == 404
    }

    /// Removes the claim and what is left in it, also when the calling task is cancelled. Should that fail, the claim runs
    /// out.
    private func releaseClaim() async {
        await Task {
            do throws(ReplicaPlaceError) {
                _ = try await place.web.send(.delete, claim, activity)
            } catch {}
        }.value
    }

    private var cancelled: ReplicaPlaceError {
        ReplicaPlaceError(.cancelled, while: activity, reason: "it was cancelled")
    }

    // MARK: The content

    /// Writes the content into the claim; `false` when the claim is gone, because another device took it for abandoned.
    private func write() async throws(ReplicaPlaceError) -> Bool {
        let response = try await place.web.send(
            .put, draft, headers: ["Content-Type": "application/octet-stream"], body: content, activity)
        if response.status == 404 || response.status == 409 { return false }
        guard response.isSuccess else { throw .answer(response, while: activity) }
        return true
    }

    /// Gives the content its name; `false` when the claim is gone.
    private func publish() async throws(ReplicaPlaceError) -> Bool {
        var response: HTTPResponse?
        var failure: ReplicaPlaceError?
        do throws(ReplicaPlaceError) {
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
        if let response, !isGone { throw .answer(response, while: activity) }
        return false
    }

    private func move(to destination: String) async throws(ReplicaPlaceError) -> HTTPResponse {
        try await place.web.send(
            .move, draft, headers: ["Destination": destination, "Overwrite": "F"], activity)
    }

    private func isPresent() async throws(ReplicaPlaceError) -> Bool {
        try await place.isPresent(content, named: name, while: activity)
    }
}
