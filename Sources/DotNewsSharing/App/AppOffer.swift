import DotNewsFoundation
public import DotNewsModels

/// The publisher's app in the stores, and the links that lead to it ("Get Apps").
public struct AppOffer: Hashable, Sendable {
    /// The numbers and names under which the stores and systems know the app.
    public struct Identity: Hashable, Sendable {
        /// The id in Apple's App Store: digits only.
        public var appStoreID: String?
        /// The provider token of App Store campaigns (`pt`): digits only.
        public var providerToken: String?
        /// Apple's team id: ten letters and digits in upper case.
        public var teamID: String?
        /// The bundle id on Apple's systems, such as `com.example.news`.
        public var bundleID: String?
        /// The package on Android, such as `com.example.news`.
        public var packageName: String?
        /// The SHA-256 fingerprints of the Android app's certificates: 32 pairs of hexadecimal digits joined by colons.
        public var certificateFingerprints: [String]

        /// Creates an app; what is not given is not offered.
        public init(
            appStoreID: String? = nil, providerToken: String? = nil, teamID: String? = nil, bundleID: String? = nil,
            packageName: String? = nil, certificateFingerprints: [String] = []
        ) {
            self.appStoreID = appStoreID
            self.providerToken = providerToken
            self.teamID = teamID
            self.bundleID = bundleID
            self.packageName = packageName
            self.certificateFingerprints = certificateFingerprints
        }
    }

    /// The most characters of a campaign in the App Store's links; Apple's own tool takes no more.
    public static let campaignLimit = 30

    /// The edition whose app it is.
    public let edition: Edition
    /// The app.
    public let identity: Identity

    /// Offers an app; throws ``ShareError`` when an id or a fingerprint is not what the stores would take.
    public init(edition: Edition, identity: Identity) throws(ShareError) {
        self.edition = edition
        self.identity = identity
        try identity.check()
    }

    /// The site's own page with the apps.
    public var page: WebAddress? { edition.site.resolving("/share/") }

    /// The meta tag of Safari's Smart App Banner; `nil` without an App Store id.
    ///
    /// `link` is handed to the app when it is opened from the banner: the page that shows it.
    public func smartAppBanner(opening link: DeepLink? = nil) -> String? {
        guard let id = identity.appStoreID else { return nil }
        var content = "app-id=" + id
        if let link { content += ", app-argument=" + (link.webAddress?.string ?? link.appAddress) }
        return "<meta name=\"apple-itunes-app\" content=\"\(MarkupEscaping.html(content))\">"
    }

    /// The page in the App Store; `nil` without an App Store id. Throws ``ShareError`` when `campaign` is longer than
    /// ``campaignLimit`` characters, is not ASCII or begins or ends with a space, as the App Store would not count it.
    public func appStoreAddress(campaign: String? = nil) throws(ShareError) -> String? {
        guard let id = identity.appStoreID else { return nil }
        var parameters: [(name: String, value: String)] = []
        if let campaign, !campaign.isEmpty {
            guard campaign.utf8.count <= Self.campaignLimit, campaign.utf8.allSatisfy({ (0x20...0x7E).contains($0) }),
                campaign.utf8.first != 0x20, campaign.utf8.last != 0x20
            else {
                throw ShareError(
                    .unacceptableValue,
                    reason: "the App Store takes campaigns of \(Self.campaignLimit) letters, digits and signs of ASCII "
                        + "at most, without spaces at the ends.")
            }
            parameters = [("pt", identity.providerToken ?? ""), ("ct", campaign), ("mt", "8")]
        }
        return PercentEncoding.address("https://apps.apple.com/app/apple-store/id" + id, parameters)
    }

    /// The page in Google Play; `nil` without a package name. The campaign becomes the referrer that the app can read
    /// once it is installed.
    public func playAddress(campaign: Campaign? = nil) -> String? {
        guard let packageName = identity.packageName else { return nil }
        var referrer = ""
        if let campaign {
            let parameters = [
                ("utm_source", campaign.source ?? edition.id), ("utm_medium", campaign.medium),
                ("utm_campaign", campaign.name),
            ]
            referrer = parameters.filter { !$0.1.isEmpty }
                .map { $0.0 + "=" + PercentEncoding.encode($0.1) }.joined(separator: "&")
        }
        return PercentEncoding.address(
            "https://play.google.com/store/apps/details", [("id", packageName), ("referrer", referrer)])
    }
}

extension AppOffer.Identity {
    fileprivate func check() throws(ShareError) {
        try check(appStoreID, "the App Store id", "digits") { $0.utf8.allSatisfy(Self.isDigit) }
        try check(providerToken, "the provider token", "digits") { $0.utf8.allSatisfy(Self.isDigit) }
        try check(teamID, "the team id", "ten letters and digits in upper case") {
            $0.utf8.count == 10 && $0.utf8.allSatisfy { Self.isDigit($0) || (0x41...0x5A).contains($0) }
        }
        try check(bundleID, "the bundle id", "names of letters, digits and hyphens joined by dots") {
            Self.isDotted($0, allowing: 0x2D)
        }
        try check(packageName, "the package name", "names of letters, digits and underscores joined by dots") {
            Self.isDotted($0, allowing: 0x5F)
        }
        for fingerprint in certificateFingerprints {
            try check(fingerprint, "the fingerprint", "32 pairs of hexadecimal digits joined by colons") {
                let pairs = $0.split(separator: ":", omittingEmptySubsequences: false)
                return pairs.count == 32 && pairs.allSatisfy { $0.utf8.count == 2 && $0.allSatisfy(\.isHexDigit) }
            }
        }
    }

    private func check(
        _ value: String?, _ name: String, _ rule: String, _ isAcceptable: (String) -> Bool
    ) throws(ShareError) {
        guard let value, value.isEmpty || value.utf8.contains(where: { $0 >= 0x80 }) || !isAcceptable(value) else {
            return
        }
        throw ShareError(.unacceptableValue, reason: "\(name) has to be \(rule).")
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isDotted(_ text: String, allowing extra: UInt8) -> Bool {
        let names = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return names.count > 1
            && names.allSatisfy { name in
                !name.isEmpty && name.allSatisfy { isASCIIAlphanumeric(UInt16($0)) || $0 == extra }
            }
    }
}
