import DotNewsFoundation

extension AppOffer {
    /// The content of `/.well-known/apple-app-site-association`, by which iOS opens the site's links in the app; `nil`
    /// without team and bundle id.
    ///
    /// Articles and columns open in the app; the articles' JSON and the page that offers the apps do not.
    public func appleAppSiteAssociation() -> String? {
        guard let team = identity.teamID, let bundle = identity.bundleID else { return nil }
        let components: [AssociatedPath] =
            ["/a/*.json", "/share/*", "/share", "/*.json"].map { AssociatedPath(path: $0, exclude: true) }
            + ["/a/*", "/s/*", "/*"].map { AssociatedPath(path: $0) }
        let details = [AppleAssociation.Details(appIDs: [team + "." + bundle], components: components)]
        return Self.json(AppleAssociation(applinks: .init(details: details)))
    }

    /// The content of `/.well-known/assetlinks.json`, by which Android opens the site's links in the app; `nil` without
    /// a package name and a fingerprint.
    public func assetLinks() -> String? {
        guard let package = identity.packageName, !identity.certificateFingerprints.isEmpty else { return nil }
        let target = AssetLink.Target(
            namespace: "android_app", packageName: package,
            fingerprints: identity.certificateFingerprints.map { $0.uppercased() })
        return Self.json([AssetLink(relation: ["delegate_permission/common.handle_all_urls"], target: target)])
    }

    private static func json(_ value: some Encodable) -> String? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // Cannot fail: the values are strings and booleans.
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) }
    }
}

private struct AppleAssociation: Encodable {
    struct Links: Encodable {
        var details: [Details]
    }

    struct Details: Encodable {
        var appIDs: [String]
        var components: [AssociatedPath]
    }

    var applinks: Links
}

private struct AssociatedPath: Encodable {
    var path: String
    var exclude: Bool?

    enum CodingKeys: String, CodingKey {
        case path = "/"
        case exclude
    }
}

private struct AssetLink: Encodable {
    struct Target: Encodable {
        var namespace: String
        var packageName: String
        var fingerprints: [String]

        enum CodingKeys: String, CodingKey {
            case namespace
            case packageName = "package_name"
            case fingerprints = "sha256_cert_fingerprints"
        }
    }

    var relation: [String]
    var target: Target
}
