import DotNewsFoundation
import DotNewsModels

/// The attributes of an element, as the parser hands them over: valid during the call only.
struct AttributeList {
    private let pairs: UnsafeMutablePointer<UnsafePointer<UInt8>?>?

    init(_ pairs: UnsafeMutablePointer<UnsafePointer<UInt8>?>?) { self.pairs = pairs }

    /// Whether the attribute is there, with a value or without.
    func hasAttribute(_ name: StaticString) -> Bool { index(of: name) != nil }

    /// The attribute's value as the parser holds it.
    func value(_ name: StaticString) -> UnsafePointer<UInt8>? {
        guard let pairs, let index = index(of: name) else { return nil }
        return pairs[index + 1]
    }

    /// Where the attribute stands among names and values; `nil` when it is absent.
    private func index(of name: StaticString) -> Int? {
        guard let pairs else { return nil }
        var index = 0
        while let key = pairs[index] {
            if key[0] == name.utf8Start[0],
                strcmp(
                    UnsafeRawPointer(key).assumingMemoryBound(to: CChar.self),
                    UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)) == 0
            {
                return index
            }
            index += 2
        }
        return nil
    }

    /// The attribute's value as it was written, runs of marks bounded; `nil` when it is absent or has none.
    subscript(name: StaticString) -> String? {
        guard let pairs, let index = index(of: name), let value = pairs[index + 1] else { return nil }
        return CombiningMarks.bounded(String(cString: value))
    }

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
        guard let pairs else { return nil }
        for name in names {
            guard let index = index(of: name), let value = pairs[index + 1], let number = Self.pixels(value) else {
                continue
            }
            return number
        }
        return nil
    }

    private static func pixels(_ value: UnsafePointer<UInt8>) -> Int? {
        var index = 0
        while value[index] == 0x20 { index += 1 }
        var number = 0
        while case 0x30...0x39 = value[index], number <= 100_000 {
            number = number * 10 + Int(value[index] - 0x30)
            index += 1
        }
        // A fraction is dropped; a per cent sign makes it no size.
        if value[index] == UInt8(ascii: ".") {
            index += 1
            while case 0x30...0x39 = value[index] { index += 1 }
        }
        while value[index] == 0x20 { index += 1 }
        let isWholeValue =
            value[index] == 0 || value[index] == UInt8(ascii: "p") && value[index + 1] == UInt8(ascii: "x")
        return isWholeValue && (1...100_000).contains(number) ? number : nil
    }

    /// A time span in seconds, written as `95`, `95.5`, `1:35` or `1:02:03`.
    func seconds(_ names: [StaticString]) -> Double? {
        for name in names {
            guard let value = self[name]?.trimmed() else { continue }
            let parts = value.split(separator: ":", omittingEmptySubsequences: false)
            guard (1...3).contains(parts.count) else { continue }
            let numbers = parts.compactMap { Double($0) }
            guard numbers.count == parts.count, numbers.allSatisfy({ $0.isFinite && $0 >= 0 }) else { continue }
            return numbers.reduce(0) { $0 * 60 + $1 }
        }
        return nil
    }

    /// The whole number of an attribute, from -1,000,000,000 to 1,000,000,000.
    func integer(_ name: StaticString) -> Int? {
        self[name].flatMap { Int($0.trimmed()) }.flatMap { (-1_000_000_000...1_000_000_000).contains($0) ? $0 : nil }
    }

    /// Whether one of the element's classes is one of `names`, in lower case.
    func hasClass(_ names: Set<String>) -> Bool {
        guard let classes = self["class"]?.lowercased() else { return false }
        return classes.split(whereSeparator: \.isWhitespace).contains { names.contains(String($0)) }
    }

    /// Hands each attribute to `visit`: its name, in lower case, and what makes a string of its value, which may be long.
    func forEach(_ visit: (String, () -> String) -> Void) {
        guard let pairs else { return }
        var index = 0
        while let name = pairs[index] {
            if let value = pairs[index + 1] {
                visit(String(cString: name)) { CombiningMarks.bounded(String(cString: value)) }
            }
            index += 2
        }
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
