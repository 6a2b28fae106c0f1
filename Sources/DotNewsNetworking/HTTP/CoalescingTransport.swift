import DotNewsModels
import Synchronization

/// Makes one transfer of requests that are the same and under way at the same time, over any transport.
///
/// Only `GET` without content; the same means the same address, header fields and limits. Everyone gets the one answer
/// or error. A caller that is cancelled leaves the others alone; when the last one is gone the transfer is cancelled.
/// Nothing is kept afterwards: this is no cache.
package final class CoalescingTransport: HTTPTransport {
    private typealias Outcome = Result<HTTPResponse, HTTPError>

    private struct Flight {
        let id: UInt64
        var task: Task<Void, Never>?
        var callers: [UInt64: CheckedContinuation<Outcome, Never>] = [:]
    }

    private struct State {
        var flights: [HTTPRequest: Flight] = [:]
        var lastID: UInt64 = 0

        mutating func nextID() -> UInt64 {
            lastID += 1
            return lastID
        }
    }

    private let base: any HTTPTransport
    private let state = Mutex(State())

    /// Puts coalescing over `base`.
    package init(over base: any HTTPTransport) { self.base = base }

    /// Sends `request`, or waits for the same one that is under way.
    package func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        guard request.method == .get, request.body == nil else { return try await base.send(request) }
        let id = state.withLock { $0.nextID() }
        return try await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                join(request, id, continuation)
                // Cancelled before it joined, where the handler did not find it.
                if Task.isCancelled { leave(request, id) }
            }
        } onCancel: {
            leave(request, id)
        }.get()
    }

    /// How many callers wait for the answer to a request, for tests.
    package func callers(of request: HTTPRequest) -> Int {
        state.withLock { $0.flights[request]?.callers.count ?? 0 }
    }

    private func join(_ request: HTTPRequest, _ id: UInt64, _ continuation: CheckedContinuation<Outcome, Never>) {
        state.withLock { state in
            if state.flights[request] == nil {
                let flight = state.nextID()
                state.flights[request] = Flight(id: flight)
                state.flights[request]?.task = Task { [base] in
                    let outcome: Outcome
                    do throws(HTTPError) {
                        outcome = .success(try await base.send(request))
                    } catch {
                        outcome = .failure(error)
                    }
                    self.land(request, flight, outcome)
                }
            }
            state.flights[request]?.callers[id] = continuation
        }
    }

    private func land(_ request: HTTPRequest, _ flight: UInt64, _ outcome: Outcome) {
        let callers = state.withLock { state in
            // Given up by everyone, its place may have gone to a later one.
            guard let landed = state.flights[request], landed.id == flight else {
                return [] as [CheckedContinuation<Outcome, Never>]
            }
            state.flights[request] = nil
            return Array(landed.callers.values)
        }
        for caller in callers { caller.resume(returning: outcome) }
    }

    private func leave(_ request: HTTPRequest, _ id: UInt64) {
        let (caller, abandoned) = state.withLock { state in
            let caller = state.flights[request]?.callers.removeValue(forKey: id)
            guard caller != nil, let flight = state.flights[request], flight.callers.isEmpty else {
                return (caller, nil as Task<Void, Never>?)
            }
            state.flights[request] = nil
            return (caller, flight.task)
        }
        abandoned?.cancel()
        let error = HTTPError(
            .cancelled, method: request.method, address: request.address, reason: "the request was cancelled")
        caller?.resume(returning: .failure(error))
    }
}
