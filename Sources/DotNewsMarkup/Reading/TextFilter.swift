import DotNewsFoundation

/// The filter of text from the network for parser, renderers and terminal.
///
/// What ``ScalarClass/isDropped`` says goes; joiners and tags stay where a script or an emoji needs them. Of a run of marks
/// the first ``CombiningMarks/maximumRun`` stay.
enum TextFilter {
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
        } ?? CombiningMarks.bounded(text)
    }

    /// `text` without invisible characters; line breaks and tabs become `\n` and spaces, spaces are kept.
    static func lines(_ text: String) -> String {
        var text = text
        return text.withUTF8 { bytes in
            guard needsWork(bytes, keeping: 0x0A) else { return nil }
            var result = String.UnicodeScalarView()
            var previous: UInt32 = 0
            for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
                switch ScalarClass(scalar) {
                case .visible, .ideographicSpace, .directionMark: result.append(scalar)
                case .lineBreak: if scalar.value != 0x0A || previous != 0x0D { result.append("\n") }
                case .space: result.append(" ")
                case .joiner, .tag: if usesJoiners(previous) { result.append(scalar) }
                case .directionControl, .control, .invisible, .noncharacter: break
                }
                previous = scalar.value
            }
            return CombiningMarks.bounded(String(result))
        } ?? CombiningMarks.bounded(text)
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
