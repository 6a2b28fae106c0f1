/// The sign `#` in a title or a summary for Weibo.
enum WeiboSigns {
    /// Why a text is written otherwise.
    static let reason = "# would start a topic, so it is written ＃ unless it is one of the keywords"

    /// The longest name that is looked for between two signs, in characters.
    private static let longestTopic = 32

    /// Returns `text` with `＃` for each sign, except in links and where `topics` has the name: these are topics already,
    /// and are written `#name#`.
    ///
    /// Two signs make a topic of whatever lies between them, which nobody meant in a title.
    static func written(_ text: String, topics: Set<String>) -> String {
        // The first bytes of # and ＃.
        guard text.utf8.contains(where: { $0 == 0x23 || $0 == 0xEF }) else { return text }
        let units = TextUnits(text)
        var links = WeiboLinkScanner.links(in: units)[...]
        let characters = Array(text)
        var result = ""
        var offset = 0
        var index = 0
        while index < characters.count {
            let character = characters[index]
            while let link = links.first, link.upperBound <= offset { links.removeFirst() }
            let isInLink = links.first?.contains(offset) ?? false
            // The keycap #️⃣ is one character that starts with the sign.
            guard !isInLink, isSign(character) || character.utf8.first == 0x23 else {
                result.append(character)
                offset += character.utf16.count
                index += 1
                continue
            }
            if isSign(character), let topic = topic(in: characters, after: index, topics) {
                result += "#" + topic.name + "#"
                for consumed in characters[index..<topic.end] { offset += consumed.utf16.count }
                index = topic.end
                continue
            }
            result += "＃"
            offset += character.utf16.count
            index += 1
        }
        return result
    }

    /// The keyword that stands behind a sign, with or without a sign behind it, and where it ends.
    private static func topic(
        in characters: [Character], after sign: Int, _ topics: Set<String>
    ) -> (name: String, end: Int)? {
        guard !topics.isEmpty else { return nil }
        let start = sign + 1
        let rest = characters[start..<min(start + longestTopic, characters.count)]
        if let closing = rest.firstIndex(where: isSign), case let name = String(rest[..<closing]),
            topics.contains(Keyword.key(name))
        {
            return (name, closing + 1)
        }
        let end = rest.firstIndex { HashtagCharacter($0.unicodeScalars.first?.value ?? 0) == .other } ?? rest.endIndex
        let name = String(rest[..<end])
        return !name.isEmpty && topics.contains(Keyword.key(name)) ? (name, end) : nil
    }

    private static func isSign(_ character: Character) -> Bool { character == "#" || character == "＃" }
}
