public import DotNewsModels

/// How shares are composed. The defaults are what the site does, made valid.
public struct ShareOptions: Hashable, Sendable {
    /// Which of an article's addresses is shared.
    public enum LinkChoice: String, Hashable, Sendable, CaseIterable {
        /// The address for sharing outside when the article has one, else the article page, else the canonical address.
        case share
        /// The article page, else the canonical address, else the one for sharing.
        case article
        /// The canonical address when it is acceptable, else the article page, else the one for sharing.
        case canonical
    }

    /// How posts on X are composed.
    public struct X: Hashable, Sendable {
        /// The highest limit that is taken: what paying accounts are said to have.
        public static let highestLimit = 25_000

        /// The most a post may weigh, in weighted units: 1 to 25,000. 280 is what every account may post.
        public var limit = 280
        /// The account named at the end ("via @name"), with or without `@`; `nil` names none.
        public var via: String?
        /// Whether the summary follows the title.
        public var includesSummary = false
        /// Whether keywords become hashtags.
        public var includesHashtags = true
        /// The most hashtags, those in the title included: 2, what X advises, by default; as many as fit when `nil`.
        public var maximumHashtags: Int? = 2
        /// Which part of a thread carries the link.
        public var threadLinkPosition = ThreadLinkPosition.first
        /// The most parts of a thread, 1 to 99.
        public var maximumThreadParts = 25

        /// Which part of a thread carries the link.
        public enum ThreadLinkPosition: String, Hashable, Sendable, CaseIterable {
            /// The first part.
            case first
            /// The last part.
            case last
        }

        /// The defaults.
        public init() {}
    }

    /// How posts on Weibo are composed.
    public struct Weibo: Hashable, Sendable {
        /// The highest limit that is taken: that of long posts.
        public static let highestLimit = 2_000

        /// The most a post may count, in 字: 1 to 2,000. 140 is what every account may post.
        public var limit = 140
        /// Whether the summary follows the title.
        public var includesSummary = true
        /// The most topics (`#…#`) made of keywords.
        public var maximumTopics = 3
        /// The number of the application registered with Weibo, which names where a post comes from.
        public var appKey: String?
        /// The account that is mentioned and recommended (`ralateUid`, as Weibo spells it).
        public var relatedUserID: String?
        /// The most pictures that are handed over, 0 to 18; 1 by default.
        public var maximumImages = 1

        /// The defaults.
        public init() {}
    }

    /// How WeChat's payloads are composed.
    public struct WeChat: Hashable, Sendable {
        /// A mini program that opens the article inside WeChat.
        public struct MiniProgram: Hashable, Sendable {
            /// The original id, such as `gh_d43f693ca31f`.
            public var userName: String
            /// The page; `{id}` stands for the article's id when there is one.
            public var path: String
            /// Which build opens.
            public var build = Build.release

            /// Which build of a mini program opens.
            public enum Build: Int, Hashable, Sendable, Encodable {
                /// The released one.
                case release = 0
                /// The one under development.
                case test = 1
                /// The one for testers.
                case preview = 2
            }

            /// Creates a mini program.
            public init(userName: String, path: String = "", build: Build = .release) {
                self.userName = userName
                self.path = path
                self.build = build
            }
        }

        /// The mini program; `nil` composes no card for one.
        public var miniProgram: MiniProgram?

        /// The defaults.
        public init() {}
    }

    /// Which address is shared; ``LinkChoice/share`` for targets that are not named.
    public var linkChoices: [ShareTarget: LinkChoice] = [:]
    /// Whether tracking is taken out of the link.
    public var removesTracking = true
    /// The publisher's own campaign, written into the link; `nil` writes none.
    public var campaign: Campaign?
    /// Whether the summary follows the title in the share sheet.
    public var systemIncludesSummary = false
    /// Whether copied text has the summary.
    public var plainIncludesSummary = true
    /// How posts on X are composed.
    public var x = X()
    /// How posts on Weibo are composed.
    public var weibo = Weibo()
    /// How WeChat's payloads are composed.
    public var weChat = WeChat()

    /// The id of the app with Facebook, which its documented dialog needs; `nil` uses the older, undocumented page.
    public var facebookAppID: String?
    /// The server of the reader's account on Mastodon; without one the draft has no address.
    public var mastodonServer: WebAddress?

    /// The defaults.
    public init() {}
}
