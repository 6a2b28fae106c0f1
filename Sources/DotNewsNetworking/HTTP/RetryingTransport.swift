package import DotNewsFoundation
import DotNewsModels
import Synchronization

/// Asks again when asking again may help, over any transport.
///
/// Idempotent requests only. After a transient error (``HTTPError/isTransient``) or an answer of 408, 429, 502, 503 or
/// 504 it waits for a random time between nothing and a bound that doubles with every attempt ("full jitter"), so that
/// many clients that failed together do not come back together. `Retry-After` is waited for exactly. When the attempts
/// are used up the last answer or error goes to the caller.
package final class RetryingTransport: HTTPTransport {
    private let base: any HTTPTransport
    private let policy: RetryPolicy
    private let clock: any Clock<Duration>
    private let random: Mutex<any RandomNumberGenerator & Sendable>
    private let now: @Sendable () -> Date

    /// Puts retries over `base`.
    ///
    /// `clock` is slept on, `random` decides how long, and `now` is what a date in `Retry-After` is measured from when
    /// the answer does not say when it was sent.
    package init(
        over base: any HTTPTransport, policy: RetryPolicy = .standard,
        clock: any Clock<Duration> = ContinuousClock(),
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.base = base
        self.policy = policy
        self.clock = clock
        self.random = Mutex(random)
        self.now = now
    }

    /// Sends `request`, more than once if need be.
    package func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        var attempt = 1
        while true {
            let outcome = await Self.outcome(of: request, over: base)
            guard request.method.isIdempotent, attempt < policy.maximumAttempts,
                let delay = delay(after: outcome, attempt: attempt)
            else { return try outcome.get() }
            do {
                try await clock.sleep(for: delay)
            } catch {
                throw HTTPError(
                    .cancelled, method: request.method, address: request.address,
                    reason: "the request was cancelled while it waited to be sent again")
            }
            attempt += 1
        }
    }

    private static func outcome(
        of request: HTTPRequest, over base: any HTTPTransport
    ) async -> Result<HTTPResponse, HTTPError> {
        do throws(HTTPError) {
            return .success(try await base.send(request))
        } catch {
            return .failure(error)
        }
    }

    /// How long to wait before the next attempt; `nil` when there is no sense in one.
    private func delay(after outcome: Result<HTTPResponse, HTTPError>, attempt: Int) -> Duration? {
        switch outcome {
        case .success(let response):
            guard RetryPolicy.isTransient(status: response.status) else { return nil }
            guard let asked = RetryAfter.delay(in: response.headers, now: now()) else { break }
            return asked <= policy.maximumRetryAfter ? asked : nil
        case .failure(let error):
            guard error.isTransient else { return nil }
        }
        return jitter(upTo: policy.ceiling(afterAttempt: attempt))
    }

    private func jitter(upTo ceiling: Duration) -> Duration {
        let microseconds = Int64((ceiling.timeInterval * 1e6).rounded())
        return .microseconds(random.withLock { Int64.random(in: 0...microseconds, using: &$0) })
    }
}
