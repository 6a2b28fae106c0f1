public import DotNewsModels

extension CredentialName {
    /// The token of the reader's account at a site, by the site's origin: a token is never sent to another.
    public static func account(at site: WebAddress) -> CredentialName {
        CredentialName(rawValue: "account \(site.origin.string)")
    }
}
