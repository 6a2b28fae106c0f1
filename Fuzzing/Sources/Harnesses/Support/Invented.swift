import DotNewsModels

/// An article that does not exist, for inputs that are part of one.
enum Invented {
    static let address = known(WebAddress("https://www.dotdotnews.com/a/202511/03/AP690800aae4b0e343b0e2aa01.html"))
    static let id = known(ArticleID("AP690800aae4b0e343b0e2aa01"))

    /// A value of this file's or a harness's own making, which is acceptable.
    static func known<Value>(_ value: Value?) -> Value {
        guard let value else { preconditionFailure("a harness's own \(Value.self) is not acceptable") }
        return value
    }
}
