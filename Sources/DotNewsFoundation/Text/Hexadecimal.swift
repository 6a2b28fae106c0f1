extension FixedWidthInteger where Self: UnsignedInteger {
    /// The number in lowercase hexadecimal digits, with leading zeros: two digits a byte.
    @inlinable
    package var hexadecimal: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: Self.bitWidth / 4 - digits.utf8.count) + digits
    }
}

extension Sequence<UInt8> {
    /// The bytes in lowercase hexadecimal digits.
    package var hexadecimal: String {
        var digits: [UInt8] = []
        for byte in self { digits += [(byte >> 4).lowercaseHexadecimalDigit, (byte & 15).lowercaseHexadecimalDigit] }
        return String(decoding: digits, as: UTF8.self)
    }
}

extension UInt8 {
    /// The value of the ASCII character as a hexadecimal digit of either case, 0 to 15; `nil` when it is none.
    package var hexadecimalDigitValue: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46: self - 0x37
        case 0x61...0x66: self - 0x57
        default: nil
        }
    }

    /// Whether the ASCII character is a hexadecimal digit in lower case.
    package var isLowercaseHexadecimalDigit: Bool { (0x30...0x39).contains(self) || (0x61...0x66).contains(self) }

    fileprivate var lowercaseHexadecimalDigit: UInt8 { self < 10 ? 0x30 + self : 0x57 + self }

    /// The uppercase digit of a value of 0 to 15.
    @inlinable
    var uppercaseHexadecimalDigit: UInt8 { self < 10 ? 0x30 + self : 0x37 + self }
}
