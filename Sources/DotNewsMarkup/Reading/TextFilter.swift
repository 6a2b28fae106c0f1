/// Which characters of the network's text reach a reader.
///
/// One decision for parser, renderers and terminal: control characters, zero-width and invisible characters,
/// overrides of the text's direction and non-characters go; the marks U+200E, U+200F and U+061C stay, and so do joiners where a script
/// or an emoji needs them.
enum TextFilter {
    enum Kind {
        /// Shown.
        case visible
        /// White space of any width but the ideographic.
        case space
        /// U+3000.
        case ideographicSpace
        /// U+200C and U+200D, and tag characters: shown only where the character before makes use of them.
        case joiner
        /// Never shown.
        case invisible
    }

    static func kind(_ scalar: UInt32) -> Kind {
        switch scalar {
        case 0x09...0x0D, 0x20, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F: .space
        case 0x3000: .ideographicSpace
        case 0x200C, 0x200D, 0xE0020...0xE007F: .joiner
        case 0x00...0x1F, 0x7F...0x9F, 0xAD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x200B,
            0x202A...0x202E, 0x2060...0x206F, 0x3164, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFC, 0xFFFE, 0xFFFF,
            0xE0000...0xE001F, 0xE0080...0xE0FFF, 0xFDD0...0xFDEF, 0xD800...0xDFFF:
            .invisible
        case 0x10000...: scalar & 0xFFFE == 0xFFFE || scalar > 0x10FFFF ? .invisible : .visible
        default: .visible
        }
    }

    /// Whether a joiner after `scalar` changes what is seen: emoji, and scripts whose letters join.
    static func usesJoiners(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x0590...0x1CFF, 0xA800...0xABFF, 0x2190...0x2BFF, 0xFE0F, 0x1F000...0x1FAFF, 0xE0020...0xE007F: true
        default: false
        }
    }

    /// Whether a line break of the source beside `scalar` stands for nothing: scripts written without spaces.
    static func isWrittenWithoutSpaces(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x2E80...0x312F, 0x31A0...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF9F,
            0xFFE0...0xFFE6, 0x20000...0x3FFFF:
            true
        default: false
        }
    }

    /// `text` as one line: white space collapsed, ends trimmed, invisible characters gone.
    static func line(_ text: String) -> String {
        var text = text
        return text.withUTF8 { bytes in
            guard needsWork(bytes, keeping: 0x20) else { return nil }
            var buffer = InlineBuffer()
            buffer.append(bytes, style: .plain)
            return buffer.takeText()
        } ?? text
    }

    /// `text` without invisible characters; line breaks and tabs become `\n` and spaces, spaces are kept.
    static func lines(_ text: String) -> String {
        var text = text
        return text.withUTF8 { bytes in
            guard needsWork(bytes, keeping: 0x0A) else { return nil }
            var result = String.UnicodeScalarView()
            var previous: UInt32 = 0
            for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
                switch kind(scalar.value) {
                case .visible, .ideographicSpace: result.append(scalar)
                case .space:
                    let isBreak = [0x0A, 0x0D, 0x2028, 0x2029].contains(scalar.value)
                    if scalar.value == 0x0A, previous == 0x0D { break }
                    result.append(isBreak ? "\n" : " ")
                case .joiner: if usesJoiners(previous) { result.append(scalar) }
                case .invisible: break
                }
                previous = scalar.value
            }
            return String(result)
        } ?? text
    }

    /// Whether any byte may begin a character that has to go. Spaces at the ends and in pairs count when they are to be
    /// collapsed, which is when `keeping` is the space.
    private static func needsWork(_ bytes: UnsafeBufferPointer<UInt8>, keeping kept: UInt8) -> Bool {
        var previous: UInt8 = 0x20
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte &- 0x21 < 0x5E || byte &- 0xE4 < 9 {
                // Visible whatever follows; a character of three bytes is passed over whole.
                index += byte < 0x80 ? 1 : 3
                previous = byte
                continue
            }
            if byte <= 0x20 {
                guard byte == kept || byte == 0x20, kept != 0x20 || previous != 0x20 else { return true }
            } else if byte == 0x7F || InlineBuffer.mayBeginInvisible(byte) {
                return true
            }
            previous = byte
            index += 1
        }
        return kept == 0x20 && previous == 0x20 && !bytes.isEmpty
    }
}
