import DotNewsNetworking
import Foundation
import Synchronization

/// A site that takes and lists comments as docs/wire.md says, on a ``LoopbackOrigin``, with faults as a test wants them.
///
/// It remembers every effect it had, so that a test can count what was done twice.
public final class CommentOrigin: Sendable {
    /// Something that was done because of a request.
    public struct Effect: Hashable, Sendable {
        /// The idempotency key.
        public let key: String
        /// `comment`, `reaction` or `favourite`.
        public let kind: String
        /// The article's id.
        public let article: String
        /// The comment that was answered or reacted to; empty for none.
        public let subject: String
        /// The text, the reaction or the flag.
        public let value: String
    }

    /// What goes wrong with a request.
    public enum Fault: Hashable, Sendable {
        /// Nothing is done, and the answer is this.
        case status(Int, retryAfter: Int? = nil, message: String = "")
        /// Nothing is done, and the answer is status 200 with this code in its envelope.
        case envelope(Int)
        /// The connection is reset before anything is done.
        case lostRequest
        /// It is done, and the connection is reset instead of an answer.
        case lostAnswer
        /// It is done, and the answer is cut off.
        case cutAnswer
        /// It is done, and the answer is this status.
        case doneThenStatus(Int)
        /// It is done, and the answer is a page instead of JSON.
        case page
    }

    struct Stored: Sendable {
        let id: String
        let parent: String?
        let author: String
        let text: String
        let time: String
        var likes: [String: String] = [:]
        var replies: [String] = []
    }

    struct State: Sendable {
        /// Tokens, and who they belong to.
        var users = ["token-1": "reader-1"]
        var comments: [String: Stored] = [:]
        var threads: [String: [String]] = [:]
        var favourites: [String: Set<String>] = [:]
        var answers: [String: (request: Data, reply: LoopbackReply)] = [:]
        var effects: [Effect] = []
        var faults: [Fault] = []
        var replays = 0
        var lastID = 0
    }

    /// The server.
    public let origin: LoopbackOrigin
    private let core: Core

    /// Starts a site. What is not about comments is answered by `fallback`.
    ///
    /// - Parameter pageSize: How many comments a page has.
    public init(pageSize: Int = 20, fallback: @escaping LoopbackOrigin.Handler = { _ in .status(404) }) throws {
        let core = Core(pageSize: pageSize)
        self.core = core
        origin = try LoopbackOrigin { core.answer($0) ?? fallback($0) }
    }

    /// What was done so far, in its order.
    public var effects: [Effect] { core.state.withLock(\.effects) }

    /// How many requests were answered from memory, as their key had come before.
    public var replays: Int { core.state.withLock(\.replays) }

    /// Keys that had more than one effect. There must be none, whatever a client does; a test that counts looks at
    /// ``effects`` as well.
    public var doubled: [String] {
        Dictionary(grouping: effects, by: \.key).filter { $0.value.count > 1 }.map(\.key)
    }

    /// The texts of an article's comments, in the order in which they came, answers included.
    public func texts(of article: String) -> [String] {
        effects.filter { $0.article == article && $0.kind == "comment" }.map(\.value)
    }

    /// Has the next requests that change something go wrong, each in its way.
    public func fail(_ faults: Fault...) { core.state.withLock { $0.faults += faults } }

    /// Takes back the faults that have not happened.
    public func clearFaults() { core.state.withLock { $0.faults = [] } }

    /// Decides which tokens are accepted, and who they belong to.
    public func setUsers(_ users: [String: String]) { core.state.withLock { $0.users = users } }

    /// Adds a comment as somebody else's; returns its id.
    @discardableResult
    public func seed(_ text: String, on article: String, by author: String = "市民", parent: String? = nil) -> String {
        core.state.withLock { core.add(text, on: article, by: author, parent: parent, to: &$0) }
    }
}

extension CommentOrigin {
    /// The part that the handlers hold on to.
    final class Core: Sendable {
        let state = Mutex(State())
        let pageSize: Int

        init(pageSize: Int) { self.pageSize = pageSize }

        /// Adds a comment; times are a minute apart.
        func add(
            _ text: String, on article: String, by author: String, parent: String?, to state: inout State
        ) -> String {
            state.lastID += 1
            let id = "c\(state.lastID)"
            let minute = state.lastID % 60
            let hour = 10 + state.lastID / 60 % 12
            state.comments[id] = Stored(
                id: id, parent: parent, author: author, text: text,
                time: "2025-11-03T\(hour):\(minute < 10 ? "0" : "")\(minute):00.000+08:00")
            if let parent {
                state.comments[parent]?.replies.append(id)
            } else {
                state.threads[article, default: []].append(id)
            }
            return id
        }

        func answer(_ request: LoopbackRequest) -> LoopbackReply? {
            for route in CommentOrigin.routes {
                guard let values = route.match(request.path) else { continue }
                guard request.method == route.method else { return .status(405) }
                return state.withLock { answer(request, route.kind, values, &$0) }
            }
            return nil
        }

        private func answer(
            _ request: LoopbackRequest, _ kind: Route.Kind, _ values: [String], _ state: inout State
        ) -> LoopbackReply {
            let token = request.headers["Authorization"]?.split(separator: " ").last.map(String.init)
            let user = token.flatMap { state.users[$0] }
            if kind == .thread { return .json(envelope(page(values[0], request.query ?? "", user, state))) }
            guard let user else { return error(401, "請先登錄") }
            switch kind {
            case .profile:
                return .json(envelope(["uuid": user, "username": "讀者 \(user)"]))
            case .favouriteStatus:
                guard let ids = try? JSONSerialization.jsonObject(with: request.body) as? [String] else {
                    return error(400, "not a list")
                }
                return .json(
                    envelope(
                        ids.map { ["articleFavoriteFlag": state.favourites[user]?.contains($0) == true ? "1" : "0"] }))
            default: return change(request, kind, values, user, &state)
            }
        }

        private func change(
            _ request: LoopbackRequest, _ kind: Route.Kind, _ values: [String], _ user: String, _ state: inout State
        ) -> LoopbackReply {
            let fault = state.faults.isEmpty ? nil : state.faults.removeFirst()
            let field = request.headers["Idempotency-Key"]
            let key = "\(user) \(field?.dropFirst().dropLast() ?? "")"
            switch fault {
            // A verdict on what was sent looks for its key first.
            case .status(400, _, _) where state.answers[key] != nil, .status(422, _, _) where state.answers[key] != nil,
                .envelope where state.answers[key] != nil:
                break
            case .status(let status, let retryAfter, let message):
                let fields = retryAfter.map { [("Retry-After", String($0))] } ?? []
                return error(status, message, fields)
            case .envelope(let code): return .json("{\"code\":\(code),\"msg\":\"不可以\",\"data\":null}")
            case .lostRequest: return LoopbackReply(head: Data(), ending: .reset)
            default: break
            }
            guard let field, field.count > 18, field.hasPrefix("\""), field.hasSuffix("\"") else {
                return error(400, "Idempotency-Key is missing")
            }
            let reply: LoopbackReply
            if let known = state.answers[key] {
                // The same key with something else is a mistake of the client's.
                guard known.request == Data(request.target.utf8) + request.body else {
                    return error(422, "the key was used for something else")
                }
                state.replays += 1
                reply = known.reply
            } else {
                reply = perform(request, kind, values, user, &state)
                state.answers[key] = (Data(request.target.utf8) + request.body, reply)
            }
            return switch fault {
            case .lostAnswer: LoopbackReply(head: Data(), ending: .reset)
            case .cutAnswer: reply.cutBody(after: reply.body.count / 2, .close)
            case .doneThenStatus(let status): error(status, "")
            case .page: .text("<html><body>登入 Wi-Fi</body></html>", type: "text/html")
            default: reply
            }
        }

        private func perform(
            _ request: LoopbackRequest, _ kind: Route.Kind, _ values: [String], _ user: String, _ state: inout State
        ) -> LoopbackReply {
            guard let members = try? JSONSerialization.jsonObject(with: request.body) as? [String: String],
                let article = members["storyId"]
            else { return error(400, "not an object") }
            let key = request.headers["Idempotency-Key"].map { String($0.dropFirst().dropLast()) } ?? ""
            func note(_ kind: String, _ subject: String, _ value: String) {
                state.effects.append(
                    Effect(key: key, kind: kind, article: article, subject: subject, value: value))
            }
            switch kind {
            case .post:
                guard let text = members["text"], (1...500).contains(text.count), article == values[0] else {
                    return error(422, "the text is too long")
                }
                let parent = members["parentId"]
                if let parent, state.comments[parent] == nil { return error(404, "no such comment") }
                note("comment", parent ?? "", text)
                let id = add(text, on: article, by: user, parent: parent, to: &state)
                return .json(envelope(object(id, user, state)))
            case .reaction:
                guard state.comments[values[0]] != nil, let reaction = members["reaction"],
                    ["like", "dislike", "none"].contains(reaction)
                else { return error(404, "no such comment") }
                note("reaction", values[0], reaction)
                state.comments[values[0]]?.likes[user] = reaction == "none" ? nil : reaction
                return .json(envelope(object(values[0], user, state)))
            case .favourite:
                guard let flag = members["articleFavoriteFlag"], article == values[0] else { return error(400, "") }
                note("favourite", "", flag)
                if flag == "1" {
                    state.favourites[user, default: []].insert(article)
                } else {
                    state.favourites[user]?.remove(article)
                }
                return .json(envelope(["articleFavoriteFlag": flag]))
            case .thread, .profile, .favouriteStatus: return error(405, "")
            }
        }

        // MARK: Answers

        private func page(_ article: String, _ query: String, _ user: String?, _ state: State) -> [String: Any] {
            let items = query.split(separator: "&").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
            func number(_ name: String) -> Int { items.first { $0.first == name }?.last.flatMap { Int($0) } ?? 0 }
            let thread = state.threads[article] ?? []
            let ordered = number("order") == 0 ? thread.reversed() : thread
            let part = ordered.dropFirst(number("page") * pageSize).prefix(pageSize)
            return [
                "storyId": article, "page": number("page"), "totalPages": (thread.count + pageSize - 1) / pageSize,
                "total": thread.count, "comments": part.map { object($0, user, state) },
            ]
        }

        private func object(_ id: String, _ user: String?, _ state: State) -> [String: Any] {
            guard let comment = state.comments[id] else { return [:] }
            let reactions = comment.likes.values
            return [
                "id": comment.id, "parentId": comment.parent ?? NSNull(), "userId": comment.author,
                "nickname": comment.author, "text": comment.text, "createTime": comment.time,
                "likes": reactions.count { $0 == "like" }, "dislikes": reactions.count { $0 == "dislike" },
                "reaction": user.flatMap { comment.likes[$0] } ?? NSNull(),
                "replies": comment.replies.map { object($0, user, state) },
            ]
        }

        private func envelope(_ data: Any) -> String {
            let object: [String: Any] = ["code": 0, "msg": "", "data": data]
            return (try? JSONSerialization.data(withJSONObject: object)).map { String(decoding: $0, as: UTF8.self) }
                ?? ""
        }

        private func error(_ status: Int, _ message: String, _ fields: [(String, String)] = []) -> LoopbackReply {
            .status(
                status, headers: [("Content-Type", "application/json")] + fields,
                body: Data("{\"code\":\(status),\"msg\":\"\(message)\"}".utf8))
        }
    }
}
