import DotNewsFoundation
import DotNewsModels

/// The addresses that an image's attributes name, for pages that load images late or in several sizes.
enum ImageCandidates {
    /// The widest image that is chosen among several, in pixels.
    private static let largestWidth = 2_048
    /// The most candidates of a `srcset` that are looked at.
    private static let mostCandidates = 64

    /// Attributes into which pages put the address of an image that a script loads.
    private static let lateNames: [StaticString] = [
        "data-resourcesrc", "data-original", "data-src", "data-lazy-src", "data-original-src", "data-actualsrc",
        "data-real-src", "data-lazyload-src", "data-img-src", "data-lazyload", "data-lazy", "data-echo", "data-url",
        "lazy-src", "real_src", "_src",
    ]

    /// The address that a script would load.
    static func late(_ attributes: AttributeList, base: WebAddress) -> WebAddress? {
        for name in lateNames {
            // A word such as "true" switches late loading on.
            guard let value = attributes[name], value.contains("/") || isPicture(value) else { continue }
            if let address = WebAddress(value, relativeTo: base) { return address }
        }
        var best: WebAddress?
        attributes.forEach { name, value in
            if best == nil, name != "srcset", name.hasSuffix("srcset") { best = Self.best(of: value(), base: base) }
        }
        return best
    }

    /// The address in `src`, unless the picture there only holds the place of another.
    static func early(_ attributes: AttributeList, base: WebAddress) -> WebAddress? {
        attributes.address(["src"], base: base).flatMap { isPlaceholder($0) ? nil : $0 }
    }

    /// The best candidate of `srcset`.
    static func set(_ attributes: AttributeList, base: WebAddress) -> WebAddress? {
        attributes["srcset"].flatMap { best(of: $0, base: base) }
    }

    /// The first address of a picture in an attribute that is known by nothing else.
    static func unnamed(_ attributes: AttributeList, base: WebAddress) -> WebAddress? {
        var found: WebAddress?
        attributes.forEach { name, value in
            guard found == nil, name != "src", !name.hasSuffix("srcset"), name != "alt", name != "title" else { return }
            let value = value()
            guard isPicture(value), !value.contains(where: \.isWhitespace) else { return }
            found = WebAddress(value, relativeTo: base).flatMap { isPlaceholder($0) ? nil : $0 }
        }
        return found
    }

    /// Whether the path of an address ends as those of pictures do.
    static func isPicture(_ address: String) -> Bool {
        let path = address.prefix { $0 != "?" && $0 != "#" }.lowercased()
        return [".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif"].contains { path.hasSuffix($0) }
    }

    private static func isPlaceholder(_ address: WebAddress) -> Bool {
        let file = address.string.prefix { $0 != "?" && $0 != "#" }.split(separator: "/").last?.lowercased() ?? ""
        let parts = file.split(separator: ".")
        guard parts.count == 2, ["gif", "png", "svg", "jpg"].contains(parts[1]) else { return false }
        return placeholders.contains(String(parts[0]))
    }

    private static let placeholders: Set<String> = [
        "blank", "spacer", "placeholder", "loading", "pixel", "transparent", "1x1", "grey", "gray", "lazy", "lazyload",
        "loader", "empty", "dot", "clear", "space",
    ]

    // MARK: srcset

    /// The widest candidate of `small.jpg 480w, large.jpg 1080w` or `one.jpg, two.jpg 2x` that is an acceptable address and
    /// not wider than ``largestWidth``; the narrowest when all are wider.
    static func best(of candidates: String, base: WebAddress) -> WebAddress? {
        var best: (address: WebAddress, width: Double)?
        var rest = candidates[...]
        for _ in 0..<mostCandidates {
            rest = rest.drop { $0.isWhitespace || $0 == "," }
            guard !rest.isEmpty else { break }
            var reference = rest.prefix { !$0.isWhitespace }
            rest = rest[reference.endIndex...]
            // Without a descriptor the density is 1.
            var width = 500.0
            if reference.last == "," {
                while reference.last == "," { reference.removeLast() }
            } else {
                let descriptor = rest.prefix { $0 != "," }
                rest = rest[descriptor.endIndex...]
                width = Self.width(descriptor.trimmed()) ?? width
            }
            guard let address = WebAddress(String(reference), relativeTo: base) else { continue }
            if best.map({ isBetter(width, than: $0.width) }) ?? true { best = (address, width) }
        }
        return best?.address
    }

    private static func isBetter(_ width: Double, than other: Double) -> Bool {
        let largest = Double(largestWidth)
        return other > largest ? width < other : width <= largest && width > other
    }

    /// The width that a descriptor states; for a density, one that orders densities and stays within the bound.
    private static func width(_ descriptor: Substring) -> Double? {
        guard let unit = descriptor.last, let number = Double(descriptor.dropLast()), number > 0 else { return nil }
        return switch unit {
        case "w": number
        case "x": min(number * 500, 2_000)
        default: nil
        }
    }
}
