import DotNewsModels
import DotNewsNetworking
import Foundation
import Synchronization
import DotNewsTestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct HostLimitedTransportTests {
    /// Holds requests until they are let go one by one, and counts those inside.
    private final class Turnstile: Sendable {
        private struct State {
            var inside: [String] = []
            var order: [String] = []
            var most = 0
        }

        private let state = Mutex(State())
        let clock = TestClock()

        var order: [String] { state.withLock(\.order) }
        var most: Int { state.withLock(\.most) }

        func pass(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
            state.withLock { state in
                state.inside.append(request.address.path)
                state.order.append(request.address.path)
                state.most = max(state.most, state.inside.count)
            }
            try? await clock.sleep(for: .seconds(1))
            state.withLock { $0.inside.removeAll { $0 == request.address.path } }
            if Task.isCancelled { throw HTTPError(.cancelled, address: request.address, reason: "cancelled") }
            return .empty(request)
        }
    }

    /// Starts a request and returns once it is inside or stands in the line.
    private func start(
        _ request: HTTPRequest, over transport: HostLimitedTransport, waiting count: Int
    ) async -> Task<Int?, Never> {
        let task = Task { try? await transport.send(request).status }
        while transport.waiting(for: request.address) < count { await Task.yield() }
        return task
    }

    @Test func `no more than the limit are under way, and the others follow in order`() async {
        let turnstile = Turnstile()
        let transport = HostLimitedTransport(
            over: ScriptedTransport { request throws(HTTPError) in try await turnstile.pass(request) },
            maximumPerHost: 2)
        var tasks: [Task<Int?, Never>] = []
        for index in 0..<7 {
            let task = await start(.example("/\(index)"), over: transport, waiting: max(0, index - 1))
            tasks.append(task)
            if index < 2 { await turnstile.clock.waitForSleepers(index + 1) }
        }
        for remaining in [5, 3, 1] {
            turnstile.clock.advance(by: .seconds(1))
            await turnstile.clock.waitForSleepers(min(2, remaining))
        }
        turnstile.clock.advance(by: .seconds(1))
        for task in tasks { #expect(await task.value == 200) }
        #expect(turnstile.most == 2)
        #expect(turnstile.order.count == 7)
        // Those let in together may start in either order.
        let pairs = stride(from: 0, to: 7, by: 2).map { Set(turnstile.order[$0..<min($0 + 2, 7)]) }
        #expect(pairs == [["/0", "/1"], ["/2", "/3"], ["/4", "/5"], ["/6"]])
    }

    @Test func `each host has a limit of its own`() async {
        let turnstile = Turnstile()
        let transport = HostLimitedTransport(
            over: ScriptedTransport { request throws(HTTPError) in try await turnstile.pass(request) },
            maximumPerHost: 1)
        let tasks = ["a.example", "b.example", "a.example:8443"].map { host in
            Task { try? await transport.send(.example("/\(host)", host: host)).status }
        }
        await turnstile.clock.waitForSleepers(3)
        turnstile.clock.advance(by: .seconds(1))
        for task in tasks { #expect(await task.value == 200) }
    }

    @Test func `one that waits can be cancelled, and is passed over`() async {
        let turnstile = Turnstile()
        let base = ScriptedTransport { request throws(HTTPError) in try await turnstile.pass(request) }
        let transport = HostLimitedTransport(over: base, maximumPerHost: 1)
        let first = await start(.example("/1"), over: transport, waiting: 0)
        await turnstile.clock.waitForSleepers(1)
        let second = Task { await failure(of: .example("/2"), over: transport) }
        while transport.waiting(for: HTTPRequest.example().address) < 1 { await Task.yield() }
        let third = await start(.example("/3"), over: transport, waiting: 2)
        second.cancel()
        #expect(await second.value == .cancelled)
        turnstile.clock.advance(by: .seconds(1))
        #expect(await first.value == 200)
        await turnstile.clock.waitForSleepers(1)
        turnstile.clock.advance(by: .seconds(1))
        #expect(await third.value == 200)
        #expect(base.requests.map(\.address.path) == ["/1", "/3"])
    }

    @Test func `an error gives the place back`() async throws {
        let base = ScriptedTransport([.error(.timedOut), .error(.tooLarge), .status(200)])
        let transport = HostLimitedTransport(over: base, maximumPerHost: 1)
        #expect(await failure(of: .example(), over: transport) == .timedOut)
        #expect(await failure(of: .example(), over: transport) == .tooLarge)
        #expect(try await transport.send(.example()).status == 200)
    }

    @Test func `a thousand requests, a third of them cancelled, leave no place taken`() async throws {
        let transport = HostLimitedTransport(
            over: ScriptedTransport { request throws(HTTPError) in
                await Task.yield()
                return .empty(request)
            }, maximumPerHost: 3)
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<1_000 {
                group.addTask {
                    let task = Task { try? await transport.send(.example("/\(index)")) }
                    if index % 3 == 0 { task.cancel() }
                    _ = await task.value
                }
            }
        }
        #expect(transport.waiting(for: HTTPRequest.example().address) == 0)
        for _ in 0..<4 { #expect(try await transport.send(.example()).status == 200) }
    }
}
