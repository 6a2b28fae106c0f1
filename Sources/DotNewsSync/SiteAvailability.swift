import DotNewsFoundation
import DotNewsNetworking
import Synchronization

/// Whether the site answers, as the tasks of a sync see it together. It decides when the sync stops asking.
final class SiteAvailability: Sendable {
    private struct State {
        var consecutiveFailures = 0
        var hasAnswered = false
        var interruption: String?
        var retryAt: Date?
    }

    /// The number of requests that fail in a row until the site counts as gone.
    static let failureLimit = 8

    private let state = Mutex(State())
    private let isAutomatic: Bool
    private let now: @Sendable () -> Date

    /// An automatic refresh has time: it gives up when the first request brings nothing, or the site asks for patience.
    init(isAutomatic: Bool, now: @escaping @Sendable () -> Date) {
        self.isAutomatic = isAutomatic
        self.now = now
    }

    /// The reason why the site is not asked any further; `nil` while it is.
    var interruption: String? { state.withLock { $0.interruption } }

    /// The earliest time at which the site wants to be asked again; `nil` when it did not say.
    var retryAt: Date? { state.withLock { $0.retryAt } }

    /// Notes that the site answered, whatever it said.
    func noteAnswer() {
        state.withLock { state in
            state.consecutiveFailures = 0
            state.hasAnswered = true
        }
    }

    /// Notes that a request brought nothing.
    func noteFailure(_ error: CMSError) {
        state.withLock { state in
            guard error.meansSiteIsUnavailable else {
                state.consecutiveFailures = 0
                return
            }
            state.consecutiveFailures += 1
            if let patience = error.retryAfter {
                state.retryAt = max(state.retryAt ?? .distantPast, now().addingTimeInterval(patience / .seconds(1)))
            }
            let isFirst = !state.hasAnswered || error.retryAfter != nil
            let limit = isAutomatic && isFirst ? 1 : Self.failureLimit
            if state.consecutiveFailures >= limit, state.interruption == nil {
                state.interruption = "The site stopped answering; the last try said: \(error)"
            }
        }
    }
}

extension CMSError {
    /// Whether the failure says something about the site as a whole rather than about what was asked.
    var meansSiteIsUnavailable: Bool {
        switch self {
        case .http(let error): error.isTransient || error.code == .insecureConnection
        case .status(let status, _, _): status == 429 || status >= 500
        default: false
        }
    }

    /// Whether what was asked for may be read from a page of the site instead: the JSON is refused, missing or broken,
    /// while the site itself answers.
    var mayBeReadFromPages: Bool {
        switch self {
        case .status(let status, _, _): status < 500 && status != 429
        case .notJSON, .envelope, .malformed, .wrongArticle: true
        default: false
        }
    }
}
