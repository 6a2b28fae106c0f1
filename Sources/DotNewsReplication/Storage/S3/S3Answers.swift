import DotNewsFoundation
import DotNewsNetworking

/// A page of a listing.
struct S3ListingPage {
    /// Keys and sizes.
    private(set) var entries: [(key: String, size: Int?)] = []
    /// The token of the next page; `nil` for the last.
    var next: String? { isTruncated ? token : nil }

    private var isListing = false
    private var isEncoded = false
    private var isTruncated = false
    private var token: String?
    private var key: String?
    private var size: Int?
    private var depth = 0

    /// Reads an answer's content; `nil` when it is none, or says that more follows but not where.
    init?(_ data: Data) {
        guard let read = XMLScanner.scan(data, S3ListingPage()), read.isListing,
            !read.isTruncated || read.token?.isEmpty == false
        else { return nil }
        self = read
        // What a store asks nobody for: keys in URL encoding, a plus sign for a space.
        if isEncoded {
            entries = entries.compactMap { key, size in
                PercentEncoding.decode(key.replacing("+", with: " ")).map { ($0, size) }
            }
        }
    }

    private init() {}
}

// Not all stores have Amazon's namespace.
extension S3ListingPage: XMLHandler {
    mutating func begin(_ name: String, namespace: String) {
        depth += 1
        if depth == 1 { isListing = name == "ListBucketResult" }
        if depth == 2, name == "Contents" { (key, size) = (nil, nil) }
    }

    mutating func end(_ name: String, namespace: String, text: String) {
        switch (name, depth) {
        case ("IsTruncated", 2): isTruncated = text == "true"
        case ("EncodingType", 2): isEncoded = text == "url"
        case ("NextContinuationToken", 2): token = text
        case ("Key", 3): key = text
        case ("Size", 3): size = Int(text).flatMap { $0 >= 0 ? $0 : nil }
        case ("Contents", 2): if let key { entries.append((key, size)) }
        default: break
        }
        depth -= 1
    }
}

/// What a store says went wrong.
struct S3Failure {
    private var code = ""
    private var depth = 0

    private init() {}

    /// The error for an answer that is not the one that was hoped for.
    static func error(
        _ response: HTTPResponse, while activity: String, region: String, now: Date
    ) -> RemoteStorageError {
        let word = XMLScanner.scan(response.body, S3Failure())?.code ?? ""
        // The word comes from outside; what is none of the store's is not shown.
        let isWord = (1...64).contains(word.utf8.count) && word.utf8.allSatisfy { (0x41...0x5A).contains($0 & 0xDF) }
        guard isWord else { return answer(response, while: activity) }
        if word == "RequestTimeTooSkewed" { return clockSkew(response, activity, now: now) }
        guard let (code, reason) = describe(word, region: region) else {
            let plain = answer(response, while: activity)
            return RemoteStorageError(plain.code, while: activity, reason: "\(plain.reason), \(word)")
        }
        return RemoteStorageError(code, while: activity, reason: "\(reason) (\(response.status), \(word))")
    }

    /// The error by the status alone, where stores mean something else by it than WebDAV servers.
    private static func answer(_ response: HTTPResponse, while activity: String) -> RemoteStorageError {
        guard [405, 409].contains(response.status) else { return .answer(response, while: activity) }
        return RemoteStorageError(.failed, while: activity, reason: "the store refused (\(response.status))")
    }

    private static func clockSkew(_ response: HTTPResponse, _ activity: String, now: Date) -> RemoteStorageError {
        let difference = response.headers["Date"].flatMap { HTTPDate.date(from: $0, now: now) }
            .map { now.timeIntervalSince($0) }
        // Less than a minute is no skew; such a store may count otherwise, or its Date be that of a proxy.
        let amount = difference.flatMap { abs($0) < 60 ? nil : describe(seconds: $0) + " the store's" } ?? "wrong"
        return RemoteStorageError(
            .clockSkew, while: activity,
            reason: "the clock of this device is \(amount); set date, time and time zone, or have the system do it "
                + "(\(response.status), RequestTimeTooSkewed)")
    }

    /// Returns a difference in its greatest unit, such as `3 hours ahead of`.
    private static func describe(seconds: Double) -> String {
        let units: [(name: String, seconds: Double)] = [("day", 86_400), ("hour", 3_600), ("minute", 60)]
        let unit = units.first { abs(seconds) >= $0.seconds } ?? ("minute", 60)
        let count = Int((abs(seconds) / unit.seconds).rounded())
        return "\(count) \(unit.name)\(count == 1 ? "" : "s") \(seconds > 0 ? "ahead of" : "behind")"
    }

    private static func describe(_ word: String, region: String) -> (RemoteStorageError.Code, String)? {
        switch word {
        case "NoSuchKey": (.missing, "there is no object of this name")
        case "NoSuchBucket": (.unusable, "the bucket does not exist; make it, or correct the address")
        case "InvalidBucketName": (.unusable, "the store does not accept the bucket's name")
        case "InvalidAccessKeyId": (.unauthorized, "the store does not know the id of the access key")
        case "SignatureDoesNotMatch": (.unauthorized, "the secret key is not the one that belongs to the access key")
        case "AuthorizationHeaderMalformed", "AuthorizationQueryParametersError":
            (.unauthorized, "the store did not accept the signature; see whether the region is \(region)")
        case "ExpiredToken", "InvalidToken": (.unauthorized, "the access key is not valid any more")
        case "AccessDenied", "AllAccessDisabled", "AccountProblem":
            (.forbidden, "the access key has no leave to do it; it needs to list, read, write and delete")
        case "PermanentRedirect", "TemporaryRedirect", "IllegalLocationConstraintException":
            (.unusable, "the bucket is in another region than \(region), or at another endpoint")
        case "PreconditionFailed": (.exists, "there is an object of this name with other content")
        case "ConditionalRequestConflict", "OperationAborted":
            (.locked, "another device is just writing it; try again later")
        case "EntityTooLarge", "MaxMessageLengthExceeded": (.tooLarge, "the store takes nothing that large")
        case "QuotaExceeded", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded", "ServiceQuotaExceeded":
            (.full, "there is no room left, or the quota is used up; make room, then try again")
        case "SlowDown", "InternalError", "ServiceUnavailable", "RequestTimeout", "TooManyRequests":
            (.unavailable, "the store is busy or failed; try again later")
        default: nil
        }
    }
}

extension S3Failure: XMLHandler {
    mutating func begin(_ name: String, namespace: String) { depth += 1 }

    mutating func end(_ name: String, namespace: String, text: String) {
        if depth == 2, name == "Code" { code = text }
        depth -= 1
    }
}
