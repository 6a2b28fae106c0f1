public import DotNewsModels

extension CredentialName {
    /// The token of the reader's account at a site, by the site's origin. It goes there, and to the addresses that the
    /// edition's `CommentService` names, and nowhere else.
    public static func account(at site: WebAddress) -> CredentialName {
        CredentialName(rawValue: "account \(site.origin.string)")
    }
}
