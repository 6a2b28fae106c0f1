import DotNewsModels
import DotNewsNetworking
import Foundation
import Synchronization
import DotNewsTestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct RetryingTransportTests {
    private let clock = TestClock(automatic: true)
    private let policy = RetryPolicy(
        maximumAttempts: 5, baseDelay: .milliseconds(500), maximumDelay: .seconds(3), maximumRetryAfter: .seconds(60))

    private func retrying(
        _ base: ScriptedTransport, seed: UInt64 = 1, now: Date = Date(timeIntervalSince1970: 1_700_000_000)
    ) -> RetryingTransport {
        RetryingTransport(
            over: base, policy: policy, clock: clock, random: SeededGenerator(seed: seed), now: { now })
    }

    @Test func `the delays slept lie below bounds that double up to the maximum`() async throws {
        let bounds: [Duration] = [.milliseconds(500), .seconds(1), .seconds(2), .seconds(3)]
        var longest = [Duration](repeating: .zero, count: bounds.count)
        var shortest = [Duration](repeating: .seconds(100), count: bounds.count)
        for seed in 0..<200 {
            let clock = TestClock(automatic: true)
            let base = ScriptedTransport([.status(503)])
            let transport = RetryingTransport(
                over: base, policy: policy, clock: clock, random: SeededGenerator(seed: UInt64(seed)))
            #expect(try await transport.send(.example()).status == 503)
            #expect(base.requests.count == 5)
            #expect(clock.sleeps.count == bounds.count)
            for (index, slept) in clock.sleeps.enumerated() {
                #expect(slept >= .zero && slept <= bounds[index])
                longest[index] = max(longest[index], slept)
                shortest[index] = min(shortest[index], slept)
            }
        }
        // Full jitter uses the whole range.
        for (index, bound) in bounds.enumerated() {
            #expect(longest[index] > bound * 0.95)
            #expect(shortest[index] < bound * 0.05)
        }
    }

    @Test(arguments: [408, 429, 502, 503, 504])
    func `a transient status is asked again`(_ status: Int) async throws {
        let base = ScriptedTransport([.status(status), .status(200)])
        #expect(try await retrying(base).send(.example()).status == 200)
        #expect(base.requests.count == 2)
    }

    @Test(arguments: [200, 204, 301, 304, 400, 401, 403, 404, 410, 418, 500, 501])
    func `any other status is the answer`(_ status: Int) async throws {
        let base = ScriptedTransport([.status(status)])
        #expect(try await retrying(base).send(.example()).status == status)
        #expect(base.requests.count == 1)
        #expect(clock.sleeps.isEmpty)
    }

    @Test(arguments: [
        HTTPError.Code.hostNotFound, .cannotConnect, .timedOut, .connectionLost, .malformedResponse,
    ])
    func `a transient error is asked again`(_ code: HTTPError.Code) async throws {
        let base = ScriptedTransport([.error(code), .error(code), .status(200)])
        #expect(try await retrying(base).send(.example()).status == 200)
        #expect(base.requests.count == 3)
    }

    @Test(arguments: [
        HTTPError.Code.tooLarge, .undecodableContent, .tooManyRedirects, .forbiddenRedirect, .insecureConnection,
        .cancelled, .failed,
    ])
    func `any other error is final`(_ code: HTTPError.Code) async {
        let base = ScriptedTransport([.error(code)])
        #expect(await failure(of: .example(), over: retrying(base)) == code)
        #expect(base.requests.count == 1)
    }

    @Test func `the last error goes to the caller`() async {
        let base = ScriptedTransport([.error(.timedOut), .status(503), .error(.connectionLost)])
        #expect(await failure(of: .example(), over: retrying(base)) == .connectionLost)
        #expect(base.requests.count == 5)
    }

    @Test func `only idempotent requests are sent twice`() async throws {
        for method in [HTTPMethod.post, HTTPMethod(rawValue: "PATCH")] {
            let base = ScriptedTransport([.status(503), .status(200)])
            #expect(try await retrying(base).send(.example("/", method)).status == 503)
            #expect(base.requests.count == 1)
        }
        for method in [HTTPMethod.head, .put, .delete] {
            let base = ScriptedTransport([.status(503), .status(200)])
            #expect(try await retrying(base).send(.example("/", method)).status == 200)
        }
    }

    @Test(arguments: [
        ("7", Duration.seconds(7)), ("0", .zero), ("60", .seconds(60)),
        ("Tue, 14 Nov 2023 22:13:50 GMT", .seconds(30)), ("Tuesday, 14-Nov-23 22:13:50 GMT", .seconds(30)),
        ("Tue Nov 14 22:13:50 2023", .seconds(30)), ("Tue, 14 Nov 2000 22:13:20 GMT", .zero),
    ])
    func `Retry-After is waited for exactly`(_ value: String, _ expected: Duration) async throws {
        let base = ScriptedTransport([.status(429, ["Retry-After": value]), .status(200)])
        #expect(try await retrying(base).send(.example()).status == 200)
        #expect(clock.sleeps == [expected])
    }

    @Test func `a Retry-After date counts from the answer's own date`() async throws {
        let headers: HTTPHeaders = [
            "Retry-After": "Tue, 14 Nov 2023 22:13:50 GMT", "Date": "Tue, 14 Nov 2023 22:13:45 GMT",
        ]
        let base = ScriptedTransport([.status(503, headers), .status(200)])
        #expect(try await retrying(base).send(.example()).status == 200)
        #expect(clock.sleeps == [.seconds(5)])
    }

    @Test(arguments: ["61", "86400", "99999999999999999999999", "Wed, 15 Nov 2023 22:13:50 GMT"])
    func `a server that asks for more than the maximum is left alone`(_ value: String) async throws {
        let base = ScriptedTransport([.status(503, ["Retry-After": value]), .status(200)])
        #expect(try await retrying(base).send(.example()).status == 503)
        #expect(base.requests.count == 1)
        #expect(clock.sleeps.isEmpty)
    }

    @Test(arguments: ["", "soon", "-5", "1.5", "７", "Tue, 32 Nov 2023 22:13:50 GMT"])
    func `a Retry-After that says nothing leaves the delay to chance`(_ value: String) async throws {
        let base = ScriptedTransport([.status(503, ["Retry-After": value]), .status(200)])
        #expect(try await retrying(base).send(.example()).status == 200)
        let slept = try #require(clock.sleeps.first)
        #expect(slept > .zero && slept <= .milliseconds(500))
    }

    @Test func `cancelling ends the wait`() async {
        let clock = TestClock()
        let transport = RetryingTransport(
            over: ScriptedTransport([.status(503)]), clock: clock, random: SeededGenerator(seed: 3))
        let task = Task { await failure(of: .example(), over: transport) }
        await clock.waitForSleepers(1)
        task.cancel()
        #expect(await task.value == .cancelled)
        #expect(clock.sleeperCount == 0)
    }

    @Test func `nothing is sent before the delay is over`() async throws {
        let clock = TestClock()
        let base = ScriptedTransport([.status(503, ["Retry-After": "10"]), .status(200)])
        let transport = RetryingTransport(over: base, clock: clock)
        let task = Task { try await transport.send(.example()).status }
        await clock.waitForSleepers(1)
        clock.advance(by: .milliseconds(9_999))
        #expect(clock.sleeperCount == 1)
        #expect(base.requests.count == 1)
        clock.advance(by: .milliseconds(1))
        #expect(try await task.value == 200)
    }
}
