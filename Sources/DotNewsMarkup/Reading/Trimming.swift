import DotNewsFoundation

extension Substring {
    /// Without white space and invisible characters at the ends.
    func trimmed() -> Substring {
        func isPadding(_ scalar: Unicode.Scalar) -> Bool {
            if scalar.value > 0x20, scalar.value < 0x7F { return false }
            switch ScalarClass(scalar) {
            case .visible, .joiner, .tag, .directionMark: return false
            case .space, .ideographicSpace, .lineBreak, .directionControl, .control, .invisible, .noncharacter:
                return true
            }
        }
        var rest = unicodeScalars
        while let first = rest.first, isPadding(first) { rest.removeFirst() }
        while let last = rest.last, isPadding(last) { rest.removeLast() }
        return Substring(rest)
    }
}

extension String {
    /// Without white space and invisible characters at the ends.
    func trimmed() -> Substring { self[...].trimmed() }
}
