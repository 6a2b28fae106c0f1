import DotNewsModels
import DotNewsNetworking
import DotNewsURLSession
import TestSupport
import Testing

@Suite struct DotNewsURLSessionExample {
    @Test func `the example of URLSession is a client over it`() async throws {
        let client = CMSClient(edition: .dotdotnews, transport: .standard(over: URLSessionTransport()))

        #expect(client.edition == .dotdotnews)
    }
}
