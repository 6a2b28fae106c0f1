import DotNewsFoundation
import DotNewsModels
import DotNewsNetworking

/// The requests that storages on the web have in common.
struct WebExchange: Sendable {
    let transport: any HTTPTransport
    let authentication: HTTPAuthentication?

    /// How much of an answer that is no object is read, such as a page that says what is wrong: 64 KiB.
    private static let smallAnswer = 64 << 10

    /// Sends a request and takes the answer, whatever its status; an answer from another origin than the one that was
    /// asked is an error.
    func send(
        _ method: HTTPMethod, _ address: WebAddress, headers: HTTPHeaders = [:], body: Data? = nil,
        maximumSize: Int = 0, _ activity: String
    ) async throws(RemoteStorageError) -> HTTPResponse {
        // A transport might be quicker with the request than with its cancellation.
        guard !Task.isCancelled else {
            throw RemoteStorageError(.cancelled, while: activity, reason: "it was cancelled")
        }
        let bound = max(maximumSize, Self.smallAnswer)
        // A minute is short for an object of many megabytes on a slow line; standing still is not waited for so long.
        let limits = HTTPLimits(totalTimeout: .seconds(300), maximumTransferSize: bound, maximumBodySize: bound)
        let request = HTTPRequest(
            method, address, headers: headers, body: body, authentication: authentication, limits: limits)
        let response: HTTPResponse
        do throws(HTTPError) {
            response = try await transport.send(request)
        } catch {
            throw Self.error(error, activity, maximumSize: bound)
        }
        guard response.address.origin == address.origin else {
            throw RemoteStorageError(
                .unusable, while: activity,
                reason: "the server sends on to \(response.address.origin), where no password or key is sent; use the "
                    + "address there instead")
        }
        return response
    }

    private static func error(_ error: HTTPError, _ activity: String, maximumSize: Int) -> RemoteStorageError {
        let code: RemoteStorageError.Code =
            switch error.code {
            case .cancelled: .cancelled
            case .tooLarge: .tooLarge
            case .hostNotFound, .cannotConnect, .timedOut, .connectionLost: .unavailable
            case .malformedResponse, .undecodableContent: .malformedResponse
            case .tooManyRedirects, .forbiddenRedirect: .unusable
            default: .failed
            }
        return RemoteStorageError(code, while: activity, reason: error.reason, underlying: error)
    }
}

extension RemoteStorageError {
    /// The error for an answer that is not the one that was hoped for, by its status alone.
    static func answer(_ response: HTTPResponse, while activity: String) -> RemoteStorageError {
        var (code, reason) = describe(response.status)
        if response.status == 401, let scheme = otherScheme(response) {
            reason =
                "the server wants passwords in another way (\(scheme)) than the one known here; have Basic switched on"
        }
        return RemoteStorageError(code, while: activity, reason: "\(reason) (\(response.status))")
    }

    /// The way of signing in that a server asks for, when Basic is not among them.
    private static func otherScheme(_ response: HTTPResponse) -> String? {
        let challenges = response.headers.fields.filter { $0.name.lowercased() == "www-authenticate" }.map(\.value)
        guard !challenges.isEmpty, !challenges.contains(where: { $0.lowercased().contains("basic") }) else {
            return nil
        }
        // The word comes from outside.
        let word = challenges[0].prefix { $0.isASCII && ($0.isLetter || $0 == "-") }
        return (1...32).contains(word.count) ? String(word) : "unknown"
    }

    private static func describe(_ status: Int) -> (Code, String) {
        switch status {
        case 401: (.unauthorized, "the server refused the user name or password, or was given none; check both")
        case 403: (.forbidden, "the server does not allow it; ask whoever runs it for leave to read and write there")
        case 404, 410: (.missing, "there is nothing of this name")
        case 405, 501:
            (
                .unusable,
                "the server does not do this there; see whether the address is right and WebDAV is switched on"
            )
        case 409: (.unusable, "the folder above does not exist; create it, or correct the address")
        case 412: (.exists, "there is something of this name with other content")
        case 413: (.tooLarge, "the server takes nothing that large; have its limit raised")
        case 423: (.locked, "someone holds a lock on it; try again later")
        case 429: (.unavailable, "the server wants to be asked less often; try again later")
        case 507: (.full, "there is no room left, or the quota is used up; make room, then try again")
        case 500...599: (.unavailable, "the server failed; try again later")
        case 300...399: (.unusable, "the server sends elsewhere; use the address that it moved to")
        case 200...299: (.malformedResponse, "the server answered something else; see whether the address is right")
        default: (.failed, "the server refused")
        }
    }
}
