/// An image, with the width in which it is wanted.
package struct ImageRequest: Hashable, Sendable {
    /// The address that the article gives.
    package var address: WebAddress
    /// The width in pixels; `nil` for the image as the article gives it.
    package var width: Int?

    /// Creates a request.
    package init(_ address: WebAddress, width: Int? = nil) {
        self.address = address
        self.width = width
    }

    /// The address that brings the image in this width, under which it is cached.
    package var scaledAddress: WebAddress { width.map(address.scaled(toWidth:)) ?? address }

    /// Whether what is cached under an address is this image, in whatever width.
    package func isImage(at cached: WebAddress) -> Bool { cached.unscaled == address.unscaled }

    /// Whether what is cached under an address of this image is at least as wide as wanted.
    package func isSatisfied(by cached: WebAddress) -> Bool {
        if cached == scaledAddress { return true }
        guard let cachedWidth = cached.scaledWidth else { return cached == cached.unscaled }
        return width.map { cachedWidth >= $0 } ?? false
    }
}

/// Widths, by the parameter of the CMS's image service.
extension WebAddress {
    private static let scaling = "x-oss-process="
    private static let resizing = "x-oss-process=image/resize,w_"
    /// The widths that are asked for, in pixels.
    package static let scaledWidths = 1...4_096

    /// The address of the image scaled to a width, the nearest of ``scaledWidths``.
    package func scaled(toWidth width: Int) -> WebAddress {
        let width = min(max(width, Self.scaledWidths.lowerBound), Self.scaledWidths.upperBound)
        return replacingScaling("\(Self.resizing)\(width)")
    }

    /// The address without the parameter, which brings the image in its own width.
    package var unscaled: WebAddress {
        guard query?.contains(Self.scaling) == true else { return self }
        return replacingScaling(nil)
    }

    /// The width to which the parameter scales; `nil` without one, or when it does something else.
    package var scaledWidth: Int? {
        let parameters = query?.split(separator: "&").filter { $0.hasPrefix(Self.scaling) } ?? []
        guard parameters.count == 1, parameters[0].hasPrefix(Self.resizing) else { return nil }
        return Int(parameters[0].dropFirst(Self.resizing.count)).flatMap { Self.scaledWidths.contains($0) ? $0 : nil }
    }

    private func replacingScaling(_ parameter: String?) -> WebAddress {
        let kept = (query ?? "").split(separator: "&").filter { !$0.hasPrefix(Self.scaling) }.map(String.init)
        let query = (kept + (parameter.map { [$0] } ?? [])).joined(separator: "&")
        return replacingQuery(query.isEmpty ? nil : query, fragment: fragment)
    }
}
