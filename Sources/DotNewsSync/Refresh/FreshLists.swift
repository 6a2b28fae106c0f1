import DotNewsFoundation
import DotNewsModels
import DotNewsNetworking
import Synchronization

/// Which lists a refresh need not ask for, and what the site said of those it did ask for. Shared by its tasks.
final class FreshLists: Sendable {
    private struct State {
        var known: [UInt64: HTTPFreshness] = [:]
        var conditions = RefreshConditions()
        var noted: [(address: WebAddress, freshness: HTTPFreshness?)] = []
    }

    private let schedule: RefreshSchedule
    private let now: @Sendable () -> Date
    private let state = Mutex(State())

    init(schedule: RefreshSchedule, now: @escaping @Sendable () -> Date) {
        self.schedule = schedule
        self.now = now
    }

    /// Every list that was asked for or left out as fresh.
    var noted: [(address: WebAddress, freshness: HTTPFreshness?)] { state.withLock(\.noted) }

    /// Takes in what is known from before; without it, no list is fresh.
    func begin(knowing known: [UInt64: HTTPFreshness], under conditions: RefreshConditions) {
        state.withLock { state in
            state.known = known
            state.conditions = conditions
        }
    }

    /// Whether the list at an address need not be asked for; notes it when so.
    func isFresh(_ address: WebAddress) -> Bool {
        let now = now()
        return state.withLock { state in
            guard let freshness = state.known[RefreshState.key(of: address)],
                schedule.isFresh(freshness, under: state.conditions, at: now)
            else { return false }
            state.noted.append((address, freshness))
            return true
        }
    }

    /// Notes what the site says of the list at an address that was asked for; `nil` when nothing.
    func note(_ freshness: HTTPFreshness?, of address: WebAddress) {
        let bounded = schedule.bounded(freshness, at: now())
        state.withLock { state in
            state.noted.removeAll { $0.address == address }
            state.noted.append((address, bounded))
        }
    }
}
