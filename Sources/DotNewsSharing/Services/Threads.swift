import DotNewsFoundation

/// Threads: 500 characters, of which an emoji counts as its bytes in UTF-8; one topic, which stands beside the text.
///
/// The link is attached and not part of the text, but counted here as if it were: the web page may put it there.
struct Threads: ShareService {
    let target = ShareTarget.threads
    let unit = ShareMeasure.Unit.characters
    let limit: Int? = 500
    let maximumHashtags = 1

    func length(of text: String) -> Int {
        text.reduce(0) { length, character in
            length + (CharacterClass(character) == .emoji ? character.utf8.count : character.unicodeScalars.count)
        }
    }

    func text(_ parts: SharePostParts) -> String {
        SharePostParts(words: parts.words, hashtags: [], link: parts.link).joined(by: " ")
    }

    func addresses(for parts: SharePostParts) -> [ShareAddress] {
        let parameters = [("text", parts.words), ("url", parts.link ?? ""), ("tag", parts.hashtags.first ?? "")]
        return [
            ShareAddress(
                .web, PercentEncoding.address("https://www.threads.com/intent/post", parameters), isDocumented: true)
        ]
    }
}
