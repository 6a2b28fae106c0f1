import DotNews

/// `dotnews favourite`: makes an article one of the reader's favourites at the site.
struct FavouriteCommand: Command {
    static let name = "favourite"
    static let summary = "Make an article a favourite at the site, or no longer one."
    static let operands = "ID"
    static let options: [Option] = [
        .flag("remove", help: "no longer one"),
        .flag("status", help: "ask the site whether it is one, and change nothing"),
        .flag("later", help: "do not try to send it now"),
    ]
    static let details = "Bookmarks are yours alone and need no sign-in; see \"dotnews bookmark\"."

    private let id: ArticleID
    private let isRemoved, isStatus, isLater: Bool

    init(_ arguments: ParsedArguments) throws(UsageError) {
        id = try arguments.articleID()
        isRemoved = arguments.has("remove")
        isStatus = arguments.has("status")
        isLater = arguments.has("later")
        if isStatus, isRemoved || isLater { throw UsageError("--status changes nothing") }
    }

    private struct Status: Encodable {
        let id: ArticleID
        let favourite: Bool?

        enum CodingKeys: CodingKey { case id, favourite }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(id, forKey: .id)
            try container.encode(favourite, forKey: .favourite)
        }
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let client = try context.client(try context.openExistingStore())
        guard isStatus else {
            let entry = try await client.setFavourite(!isRemoved, for: id)
            let what =
                isRemoved
                ? LocalizedText("That it is no longer a favourite", hant: "取消收藏", hans: "取消收藏")
                : LocalizedText("The favourite", hant: "收藏", hans: "收藏")
            return try await context.deliver(entry, called: what, by: client, isLater: isLater)
        }
        let flag = try await client.refreshFavourites(among: [id])[id] ?? nil
        if context.options.isJSON {
            try context.printJSON(Status(id: id, favourite: flag))
        } else {
            context.terminal.print(
                flag.map {
                    context.terminal.words(
                        "\(id) is \($0 ? "" : "not ")a favourite.", hant: "\(id) \($0 ? "已" : "未")收藏。",
                        hans: "\(id) \($0 ? "已" : "未")收藏。")
                }
                    ?? context.terminal.words(
                        "The site does not say of \(id).", hant: "網站沒有說明 \(id) 是否已收藏。", hans: "网站没有说明 \(id) 是否已收藏。"))
        }
        return .success
    }
}
