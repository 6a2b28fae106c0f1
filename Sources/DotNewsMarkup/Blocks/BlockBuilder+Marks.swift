/// Marks that elements stand for: those of quotations, of exponents and of formulas.
extension BlockBuilder {
    /// Writes text that the markup does not hold, in the present style.
    mutating func write(_ text: String) {
        var text = text
        text.withUTF8 { append($0) }
    }

    mutating func shift(_ baseline: InlineStyle.Baseline) {
        // There is one line above and one below: an exponent of an exponent is marked.
        if context.style.baseline != .normal { write(baseline == .raised ? "^" : "_") }
        context.style.baseline = baseline
    }

    mutating func beginQuotation(before text: UnsafeBufferPointer<UInt8>) {
        write(quotations.opening(before: String(decoding: text.prefix(256), as: UTF8.self), behind: buffer.lastScalar))
    }

    mutating func endQuotation() { write(quotations.end()) }

    /// Places the parts of a formula by the element around them.
    ///
    /// - Returns: What is written when the part ends.
    mutating func beginOperand(_ element: Element) -> String {
        guard let parent = open.indices.last, open[parent].element.placesParts else { return "" }
        let position = open[parent].children
        open[parent].children += 1
        let needsBrackets = element == .formulaRow
        switch (open[parent].element, position) {
        case (.power, 1), (.indexAndPower, 2): shift(.raised)
        case (.index, 1), (.indexAndPower, 1): shift(.lowered)
        case (.fraction, 1):
            write(needsBrackets ? "/(" : "/")
            return needsBrackets ? ")" : ""
        case (.fraction, 0) where needsBrackets, (.root, 0) where needsBrackets:
            write("(")
            return ")"
        default: break
        }
        return ""
    }
}
