import DotNewsModels
import DotNewsNetworking
import Foundation
import Synchronization
import DotNewsTestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct CoalescingTransportTests {
    private let clock = TestClock()

    /// A transport that takes a second, on the test's clock, and tells when it is cancelled.
    private func slow() -> ScriptedTransport {
        ScriptedTransport { [clock] request throws(HTTPError) in
            do {
                try await clock.sleep(for: .seconds(1))
            } catch {
                throw HTTPError(.cancelled, address: request.address, reason: "cancelled below")
            }
            return .empty(request)
        }
    }

    private func waitForCallers(_ count: Int, of request: HTTPRequest, in transport: CoalescingTransport) async {
        while transport.callers(of: request) != count { await Task.yield() }
    }

    @Test func `the same request under way is sent once`() async {
        let base = slow()
        let transport = CoalescingTransport(over: base)
        let tasks = (0..<10).map { _ in Task { try? await transport.send(.example("/columns.json")).status } }
        await waitForCallers(10, of: .example("/columns.json"), in: transport)
        await clock.waitForSleepers(1)
        clock.advance(by: .seconds(1))
        for task in tasks { #expect(await task.value == 200) }
        #expect(base.requests.count == 1)
        #expect(transport.callers(of: .example("/columns.json")) == 0)
    }

    @Test func `what has been answered is asked again`() async throws {
        let base = ScriptedTransport([.status(200), .status(304)])
        let transport = CoalescingTransport(over: base)
        #expect(try await transport.send(.example()).status == 200)
        #expect(try await transport.send(.example()).status == 304)
        #expect(base.requests.count == 2)
    }

    @Test func `requests that differ are sent each`() async {
        let base = slow()
        let transport = CoalescingTransport(over: base)
        var conditional = HTTPRequest.example()
        conditional.headers["If-None-Match"] = "\"1\""
        var bounded = HTTPRequest.example()
        bounded.limits.maximumBodySize = 1
        let requests = [
            .example(), .example("/other"), conditional, bounded, .example("/", .head), .example("/", .post),
            .example("/", .post),
        ]
        let tasks = requests.map { request in Task { try? await transport.send(request).status } }
        await clock.waitForSleepers(requests.count)
        clock.advance(by: .seconds(1))
        for task in tasks { #expect(await task.value == 200) }
        #expect(base.requests.count == requests.count)
    }

    @Test func `one that is cancelled leaves the others alone`() async {
        let base = slow()
        let transport = CoalescingTransport(over: base)
        let staying = Task { try? await transport.send(.example()).status }
        let leaving = Task { await failure(of: .example(), over: transport) }
        await waitForCallers(2, of: .example(), in: transport)
        leaving.cancel()
        #expect(await leaving.value == .cancelled)
        await clock.waitForSleepers(1)
        clock.advance(by: .seconds(1))
        #expect(await staying.value == 200)
        #expect(base.requests.count == 1)
    }

    @Test func `when the last one is cancelled so is the transfer, and the next one starts anew`() async {
        let base = slow()
        let transport = CoalescingTransport(over: base)
        let tasks = (0..<3).map { _ in Task { await failure(of: .example(), over: transport) } }
        await waitForCallers(3, of: .example(), in: transport)
        await clock.waitForSleepers(1)
        for task in tasks { task.cancel() }
        for task in tasks { #expect(await task.value == .cancelled) }
        // The sleeper of the transfer ends by cancellation alone: nobody moved the clock.
        while clock.sleeperCount > 0 { await Task.yield() }
        let next = Task { try? await transport.send(.example()).status }
        await clock.waitForSleepers(1)
        clock.advance(by: .seconds(1))
        #expect(await next.value == 200)
        #expect(base.requests.count == 2)
    }

    @Test func `an answer that comes after everybody has left reaches nobody who asks later`() async {
        let sent = Shared(0)
        let landed = Shared(0)
        let transport = CoalescingTransport(
            over: ScriptedTransport { [clock] request throws(HTTPError) in
                sent.change { $0 += 1 }
                let number = sent.value
                // A task of its own does not hear that the transfer is cancelled.
                await Task { try? await clock.sleep(for: .seconds(number)) }.value
                landed.change { $0 += 1 }
                return .empty(request, status: 200 + number)
            })
        let leaving = Task { await failure(of: .example(), over: transport) }
        await waitForCallers(1, of: .example(), in: transport)
        await clock.waitForSleepers(1)
        leaving.cancel()
        #expect(await leaving.value == .cancelled)
        let staying = Task { try? await transport.send(.example()).status }
        await waitForCallers(1, of: .example(), in: transport)
        await clock.waitForSleepers(2)
        clock.advance(by: .seconds(1))
        while landed.value < 1 { await Task.yield() }
        for _ in 0..<1_000 where transport.callers(of: .example()) == 1 { await Task.yield() }
        #expect(transport.callers(of: .example()) == 1)
        clock.advance(by: .seconds(1))
        #expect(await staying.value == 202)
    }

    @Test func `an error goes to everyone`() async {
        let clock = clock
        let base = ScriptedTransport { request throws(HTTPError) in
            try? await clock.sleep(for: .seconds(1))
            throw HTTPError(.connectionLost, address: request.address, reason: "scripted")
        }
        let transport = CoalescingTransport(over: base)
        let tasks = (0..<4).map { _ in Task { await failure(of: .example(), over: transport) } }
        await waitForCallers(4, of: .example(), in: transport)
        await clock.waitForSleepers(1)
        clock.advance(by: .seconds(1))
        for task in tasks { #expect(await task.value == .connectionLost) }
        #expect(base.requests.count == 1)
    }

    @Test func `a task that is cancelled before it asks gets no answer`() async {
        let transport = CoalescingTransport(over: slow())
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await failure(of: .example(), over: transport)
        }
        #expect(await task.value == .cancelled)
        #expect(transport.callers(of: .example()) == 0)
    }

    @Test func `the standard stack makes one of what is the same, and asks again`() async throws {
        let origin = try LoopbackOrigin()
        origin.on("/a", .status(503, headers: [("Retry-After", "0")]), .text("香港"))
        let transport = PlatformTransport().withRetries(maximumPerHost: 2)
        let response = try await transport.send(HTTPRequest(.get, origin.address("/a")))
        #expect(response.body == Data("香港".utf8))
        #expect(origin.requests.count == 2)
    }
}
