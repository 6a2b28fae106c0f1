import DotNewsFoundation
import DotNewsModels

extension String {
    /// This text as one line of plain text, such as a title.
    ///
    /// Line breaks and tabs become one space, what ``ScalarClass/isDropped`` says is dropped, runs of marks are bounded
    /// (``CombiningMarks``), the character references that editors' tools leave in plain fields are resolved once
    /// (``CharacterReferences``), and white space at the ends, the ideographic included, is dropped.
    ///
    /// - Parameter maximumLength: How many Unicode scalars are kept at most.
    func plainLine(maximumLength: Int = 1_000) -> String {
        if isCleanLine, utf8.count <= maximumLength, !utf8.contains(UInt8(ascii: "&")) {
            return CombiningMarks.bounded(self)
        }
        var line = String.UnicodeScalarView()
        var pendingSpace = false
        for scalar in CharacterReferences.resolved(CombiningMarks.bounded(self)).unicodeScalars {
            switch ScalarClass(scalar) {
            case .lineBreak: pendingSpace = true
            case .space where scalar == "\t": pendingSpace = true
            case .directionControl, .control, .invisible, .noncharacter: continue
            case .space where scalar == " " && pendingSpace: continue
            // `&nbsp;` is how editors' tools write a space.
            case .space where scalar == "\u{A0}": line.append(" ")
            // Joiners and tags stay: whether a script needs them is for the renderer to see.
            default:
                if pendingSpace, line.last != " " { line.append(" ") }
                pendingSpace = false
                line.append(scalar)
            }
        }
        let trimmed = CombiningMarks.bounded(String(line)).trimmingSpaces()
        return String(String.UnicodeScalarView(trimmed.unicodeScalars.prefix(maximumLength)))
    }
}
