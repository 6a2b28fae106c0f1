import DotNewsModels
import DotNewsSharing
import Foundation

/// Addresses and links: normalising twice is normalising once, and every form of a link leads to the same place.
enum LinkHarness {
    static func check(_ input: Data) {
        let fields = input.fields(2)
        if let link = DeepLink(fields[0]) { check(link) }
        guard let address = WebAddress(fields[0]) else { return }
        check(address)
        if let other = address.resolving(fields[1]) { check(other) }
        if let link = DeepLink(address) { check(link) }
    }

    private static func check(_ address: WebAddress) {
        let string = address.string
        require(string.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, string)
        require(string.utf8.count <= WebAddress.maximumLength, "\(string.utf8.count) bytes")
        require(WebAddress(string) == address, "normalising changes \(string)")
        for part in [address.origin, address.withoutQuery] { require(WebAddress(part.string) == part, part.string) }
        require(address.host == address.host.lowercased() && !address.host.isEmpty, string)
        require(!address.origin.string.contains { "@%\\".contains($0) }, string)
        require(address.port.map { (1...65_535).contains($0) } ?? true, string)
        checkFoundation(address)
        checkCleaning(of: address)
    }

    /// Which server is asked must not depend on who reads the address.
    private static func checkFoundation(_ address: WebAddress) {
        let url = address.url
        let brackets = CharacterSet(charactersIn: "[]")
        let host = url.host()?.trimmingCharacters(in: brackets)
        require(host == address.host.trimmingCharacters(in: brackets), "\(address) has the host \(host ?? "-")")
        require(url.port == address.port && url.scheme == address.scheme, "\(address)")
        require(url.user() == nil && url.password() == nil, "\(address)")
    }

    private static func checkCleaning(of address: WebAddress) {
        let cleaner = LinkCleaner()
        let result = cleaner.clean(address).address
        require(WebAddress(result.string) == result, "cleaning leaves \(result)")
        let again = cleaner.clean(result).address
        require(again == result, "cleaning \(result) again gives \(again)")
        require(result.host == address.host, "\(address) leads to \(result)")
        let tagged = Campaign(name: "n&=#\u{9EDE}").applied(to: address, fallbackSource: "x y")
        require(WebAddress(tagged.string) == tagged || tagged.string.utf8.count > WebAddress.maximumLength, "\(tagged)")
    }

    private static func check(_ link: DeepLink) {
        require(DeepLink(link.appAddress) == link, "\(link.appAddress) is another link")
        for form in [DeepLink.ArticleForm.page, .share, .json] {
            guard let address = link.webAddress(form) else { continue }
            require(WebAddress(address.string) == address, "\(address)")
            require(DeepLink(address) == link, "\(address) is another link than \(link.appAddress)")
        }
        require(link.site.scheme == "https", "\(link.site)")
    }
}
