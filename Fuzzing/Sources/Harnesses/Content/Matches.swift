import DotNewsModels

/// What has to hold of matches that are shown: they lie in the text, in order, and do not overlap.
func checkMatches(_ matches: [TextMatch], in text: String) {
    var end = 0
    for match in matches {
        require(match.start >= end && match.length > 0, "\(match) after \(end)")
        end = match.start + match.length
    }
    require(end <= text.count, "\(end) of \(text.count)")
}
