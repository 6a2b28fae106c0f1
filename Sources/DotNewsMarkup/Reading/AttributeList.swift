import DotNewsModels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The attributes of an element, as the parser hands them over: valid during the call only.
struct AttributeList {
    private let pairs: UnsafeMutablePointer<UnsafePointer<UInt8>?>?

    init(_ pairs: UnsafeMutablePointer<UnsafePointer<UInt8>?>?) { self.pairs = pairs }

    private func bytes(_ name: StaticString) -> UnsafePointer<UInt8>? {
        guard let pairs else { return nil }
        var index = 0
        while let key = pairs[index] {
            if strcmp(
                UnsafeRawPointer(key).assumingMemoryBound(to: CChar.self),
                UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)) == 0
            {
                return pairs[index + 1]
            }
            index += 2
        }
        return nil
    }

    /// Whether the attribute is there, with a value or without.
    func has(_ name: StaticString) -> Bool {
        guard let pairs else { return false }
        var index = 0
        while let key = pairs[index] {
            if String(cString: key) == name.description { return true }
            index += 2
        }
        return false
    }

    /// The attribute's value as it was written; `nil` when it is absent or has none.
    subscript(name: StaticString) -> String? { bytes(name).map { String(cString: $0) } }

    /// The attribute's value as a line of text; empty when absent.
    func text(_ name: StaticString) -> String { self[name].map(TextFilter.line) ?? "" }

    /// The first of `names` whose value is an acceptable address.
    func address(_ names: [StaticString], base: WebAddress) -> WebAddress? {
        for name in names {
            if let value = self[name], let address = WebAddress(value, relativeTo: base) { return address }
        }
        return nil
    }

    /// The first of `names` that is a number of pixels, 1 to 100,000, such as `640` or `640px`.
    func pixels(_ names: [StaticString]) -> Int? {
        for name in names {
            guard let value = self[name]?.trimmingSpaces() else { continue }
            let digits = value.prefix { $0.isASCII && $0.isNumber }
            let rest = value.dropFirst(digits.count)
            guard rest.isEmpty || rest == "px" || rest.hasPrefix(".") && !rest.hasSuffix("%"), digits.count <= 6,
                let number = Int(digits), (1...100_000).contains(number)
            else { continue }
            return number
        }
        return nil
    }

    /// A time span in seconds, written as `95`, `95.5`, `1:35` or `1:02:03`.
    func seconds(_ names: [StaticString]) -> Double? {
        for name in names {
            guard let value = self[name]?.trimmingSpaces() else { continue }
            let parts = value.split(separator: ":", omittingEmptySubsequences: false)
            guard (1...3).contains(parts.count) else { continue }
            let numbers = parts.compactMap { Double($0) }
            guard numbers.count == parts.count, numbers.allSatisfy({ $0.isFinite && $0 >= 0 }) else { continue }
            return numbers.reduce(0) { $0 * 60 + $1 }
        }
        return nil
    }

    /// Whether the page hides the element from its readers.
    var isHidden: Bool {
        guard pairs != nil else { return false }
        if let style = bytes("style") {
            let compact = String(cString: style).lowercased().filter { $0 != " " }
            if compact.contains("display:none") { return true }
        }
        return bytes("hidden") != nil || has("hidden")
    }

    /// Whether one of the element's classes begins or ends with one of the words for a series of images.
    var isGallery: Bool {
        guard let names = self["class"]?.lowercased() else { return false }
        return names.split(whereSeparator: \.isWhitespace).contains { name in
            name == "gallery" || name.hasPrefix("gallery-") || name.hasSuffix("-gallery") || name == "swiper"
                || name == "swiper-container" || name == "swiper-wrapper"
        }
    }
}
