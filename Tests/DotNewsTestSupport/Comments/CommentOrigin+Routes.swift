extension CommentOrigin {
    /// A question that the site understands.
    public struct Route: Sendable {
        /// What is asked.
        enum Kind: Sendable { case thread, post, reaction, favourite, favouriteStatus, profile }

        let kind: Kind
        /// The method.
        public let method: String
        /// The path, with names in braces for what varies.
        public let path: String

        /// The values of what varies, in their order; `nil` when the path is another.
        func match(_ path: String) -> [String]? {
            let wanted = self.path.split(separator: "/")
            let parts = path.split(separator: "/")
            guard wanted.count == parts.count else { return nil }
            var values: [String] = []
            for (name, part) in zip(wanted, parts) {
                if name.hasPrefix("{") { values.append(String(part)) } else if name != part { return nil }
            }
            return values
        }
    }

    /// All of them, as docs/comments.openapi.yaml has them.
    public static let routes = [
        Route(kind: .thread, method: "GET", path: "/comments/api/v1/articles/{articleID}/comments"),
        Route(kind: .post, method: "POST", path: "/comments/api/v1/private/articles/{articleID}/comments"),
        Route(kind: .reaction, method: "POST", path: "/comments/api/v1/private/comments/{commentID}/reaction"),
        // Before the one with a place in it, which it would match.
        Route(
            kind: .favouriteStatus, method: "POST",
            path: "/uis/api/v1/private/favorite-articles/comment-favorite-status"),
        Route(kind: .favourite, method: "POST", path: "/uis/api/v1/private/favorite-articles/{articleID}"),
        Route(kind: .profile, method: "GET", path: "/ucs/api/v1/private/profile"),
    ]
}
