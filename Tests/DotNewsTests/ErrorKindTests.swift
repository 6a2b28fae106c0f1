import DotNews
import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence
import DotNewsQRCode
import DotNewsReplication
import DotNewsSharing
import DotNewsSync
import Foundation
import Testing

/// The kinds of all errors. A code that is added to an error type fails here until it has a row.
@Suite struct ErrorKindTests {
    private static let address = WebAddress("https://www.example.com/a.json")!

    /// An error type with open codes, the file that names them, and the kind of each.
    struct Family: Sendable, CustomTestStringConvertible {
        let type: String
        let file: String
        let kinds: [String: ErrorKind]
        let make: @Sendable (String) -> any DotNewsError

        var testDescription: String { type }
    }

    static let families = [
        Family(
            type: "StoreError", file: "DotNewsPersistence/StoreError.swift",
            kinds: [
                "changesUnknown": .notFound, "notADatabase": .damaged, "notAStore": .invalidInput,
                "newerVersion": .unsupported,
                "earlierFormat": .unsupported,
                "readOnly": .fileAccess, "cannotOpen": .fileAccess, "diskFull": .diskFull, "busy": .busy,
                "corrupt": .damaged, "inputOutput": .fileAccess, "unsupportedLibrary": .unsupported,
                "cancelled": .cancelled, "closed": .other, "suspended": .suspended, "unreadableContent": .damaged,
                "notAnImage": .invalidInput, "newerExport": .unsupported, "invalidExport": .invalidInput,
                "invalidValue": .invalidInput, "outboxFull": .refused, "noSuchEntry": .notFound,
                "entryUncertain": .busy, "noSuchComment": .notFound, "commentsClosed": .refused, "failed": .other,
            ],
            make: { StoreError(.init(rawValue: $0), while: "", file: "") }),
        Family(
            type: "HTTPError", file: "DotNewsNetworking/HTTP/HTTPError.swift",
            kinds: [
                "hostNotFound": .offline, "cannotConnect": .offline, "timedOut": .offline, "connectionLost": .offline,
                "malformedResponse": .siteUnavailable, "tooLarge": .siteUnavailable,
                "undecodableContent": .siteUnavailable, "tooManyRedirects": .siteUnavailable,
                "forbiddenRedirect": .siteUnavailable, "insecureConnection": .siteUnavailable,
                "cancelled": .cancelled, "failed": .other,
            ],
            make: { HTTPError(.init(rawValue: $0), address: address, reason: "") }),
        Family(
            type: "AccountError", file: "DotNewsNetworking/Account/AccountError.swift",
            kinds: [
                "notConfigured": .unsupported, "signInNeeded": .signInNeeded, "refused": .refused,
                "busy": .siteUnavailable, "unavailable": .siteUnavailable, "unreachable": .offline,
                "cancelled": .cancelled, "credentials": .fileAccess,
            ],
            make: { AccountError(.init(rawValue: $0), while: "", reason: "") }),
        Family(
            type: "SiteDocumentError", file: "DotNewsNetworking/Pages/SiteDocumentError.swift",
            kinds: [
                "empty": .invalidInput, "tooLarge": .invalidInput, "unrecognised": .invalidInput,
                "wrongKind": .invalidInput, "malformed": .damaged, "withdrawn": .notFound, "slow": .damaged,
            ],
            make: { SiteDocumentError(.init(rawValue: $0), kind: .auto, reason: "") }),
        Family(
            type: "RemoteStorageError", file: "DotNewsReplication/Storage/RemoteStorageError.swift",
            kinds: [
                "exists": .busy, "missing": .notFound, "tooLarge": .damaged, "unauthorized": .signInNeeded,
                "forbidden": .refused, "full": .diskFull, "unusable": .notFound, "locked": .busy,
                "unavailable": .siteUnavailable, "malformedResponse": .siteUnavailable, "clockSkew": .refused,
                "encrypted": .signInNeeded, "notEncrypted": .unsupported, "wrongSecret": .signInNeeded,
                "otherFormat": .unsupported, "headerMissing": .notFound, "damaged": .damaged, "cancelled": .cancelled,
                "failed": .other,
            ],
            make: { RemoteStorageError(.init(rawValue: $0), while: "", reason: "") }),
        Family(
            type: "ReplicationError", file: "DotNewsReplication/ReplicationError.swift",
            kinds: [
                "storage": .refused, "store": .other, "lockUnavailable": .fileAccess, "unknownDevice": .notFound,
                "unreadableLog": .damaged, "invalidName": .invalidInput, "cancelled": .cancelled,
                "suspended": .suspended,
            ],
            make: { ReplicationError(.init(rawValue: $0), while: "", reason: "") }),
        Family(
            type: "ShareError", file: "DotNewsSharing/Drafts/ShareError.swift",
            kinds: [
                "nothingToShare": .invalidInput, "unknownTarget": .invalidInput, "unacceptableLink": .invalidInput,
                "linkTooLong": .invalidInput,
                "limitOutOfRange": .invalidInput, "linkMissing": .invalidInput, "unacceptableValue": .invalidInput,
            ],
            make: { ShareError(.init(rawValue: $0), reason: "") }),
        Family(
            type: "QRCodeError", file: "DotNewsQRCode/QRCodeError.swift",
            kinds: [
                "empty": .invalidInput, "capacityExceeded": .invalidInput, "encoderFailed": .other,
                "malformed": .other, "imageFailed": .other,
            ],
            make: { QRCodeError(.init(rawValue: $0), byteCount: 0, level: .low) }),
    ]

    /// Errors without codes. Their kinds are decided by a `switch` without default, or are always the same.
    static let closed: [String: (error: any DotNewsError, kind: ErrorKind)] = [
        "CMSError": (CMSError.noSearch(address), .unsupported),
        "SyncError": (SyncError.suspended, .suspended),
        "FetchError": (FetchError.timedOut(.seconds(1)), .offline),
        "OutboxError": (OutboxError.cancelled, .cancelled),
        "CommentTextError": (CommentTextError.empty, .invalidInput),
        "CredentialError": (CredentialError(while: "", location: "", reason: ""), .fileAccess),
        "RemoteStorageAddressError": (error { try RemoteStorageAddress("") }, .invalidInput),
        "RecoveryCodeError": (error { try RecoveryCode("") }, .invalidInput),
    ]

    private static func error<Value>(_ body: () throws -> Value) -> any DotNewsError {
        do {
            _ = try body()
            return StoreError(.failed, while: "", file: "")
        } catch {
            return error as? any DotNewsError ?? StoreError(.failed, while: "", file: "")
        }
    }

    private static let sources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources")

    @Test(arguments: families)
    func `every code has a kind on purpose`(family: Family) throws {
        let source = try String(contentsOf: Self.sources.appending(path: family.file), encoding: .utf8)
        let codes = source.matches(of: #/static let \w+ = Code\(rawValue: "(\w+)"\)/#).map { String($0.output.1) }
        #expect(!codes.isEmpty)
        #expect(Set(codes) == Set(family.kinds.keys))
        for (code, kind) in family.kinds { #expect(family.make(code).kind == kind, "\(code)") }
        #expect(family.make("from a later version").kind == .other)
    }

    @Test func `every public error of the package has a kind`() throws {
        let files = try #require(FileManager.default.enumerator(at: Self.sources, includingPropertiesForKeys: nil))
        var types = Set<String>()
        for case let file as URL in files where file.pathExtension == "swift" {
            let source = try String(contentsOf: file, encoding: .utf8)
            for match in source.matches(of: #/public (?:struct|enum|final class) (\w+)\s*:[^{]*\bError\b/#) {
                types.insert(String(match.output.1))
            }
        }
        #expect(types == Set(Self.families.map(\.type)).union(Self.closed.keys))
        for (name, row) in Self.closed { #expect(row.error.kind == row.kind, "\(name)") }
    }

    @Test func `an error has the kind of what caused it`() {
        let address = Self.address
        let offline = HTTPError(.hostNotFound, address: address, reason: "")
        let full = StoreError(.diskFull, while: "", file: "")
        #expect(CMSError.http(offline).kind == .offline)
        #expect(SyncError.columnsUnavailable(.http(offline)).kind == .offline)
        #expect(SyncError.store(full).kind == .diskFull && OutboxError.store(full).kind == .diskFull)
        #expect(ReplicationError(full, while: "").kind == .diskFull)
        let unreachable = RemoteStorageError(.unavailable, while: "", reason: "", underlying: offline)
        #expect(ReplicationError(unreachable, while: "").kind == .offline)
        let refused = RemoteStorageError(.wrongSecret, while: "", reason: "")
        #expect(ReplicationError(refused, while: "").kind == .signInNeeded)
        let untrusted = HTTPError(.insecureConnection, address: address, reason: "")
        #expect(AccountError(.unreachable, while: "", reason: "", underlying: untrusted).kind == .siteUnavailable)
    }

    @Test(arguments: [
        (401, ErrorKind.signInNeeded), (403, .refused), (404, .notFound), (410, .notFound), (429, .siteUnavailable),
        (500, .siteUnavailable), (503, .siteUnavailable), (302, .siteUnavailable),
    ])
    func `a status says what kind of failure it is`(status: Int, kind: ErrorKind) {
        #expect(CMSError.status(status, Self.address).kind == kind)
    }

    @Test func `a cancellation is one in every module`() {
        let http = HTTPError(.cancelled, address: Self.address, reason: "")
        let store = StoreError(.cancelled, while: "", file: "")
        let cancelled: [any DotNewsError] = [
            http, store, CMSError.http(http), SyncError.store(store), SyncError.columnsUnavailable(.http(http)),
            OutboxError.cancelled, ReplicationError(store, while: ""),
            ReplicationError(CancellationError(), while: ""), AccountError(.cancelled, while: "", reason: ""),
        ]
        for error in cancelled { #expect(error.isCancellation, "\(error)") }
        #expect(!SyncError.suspended.isCancellation && !StoreError(.busy, while: "", file: "").isCancellation)
    }
}
