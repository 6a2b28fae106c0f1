/// How a reader wants to read.
public struct Preferences: Hashable, Sendable {
    /// Light, dark, or as the system is set.
    public var appearance: Appearance
    /// How large text is.
    public var textSize: TextSize
    /// The ``Edition/id`` of the edition that is shown; `nil` when none was chosen.
    public var edition: String?
    /// Which images are loaded.
    public var images: ImagePreference
    /// The topics whose articles are in the feed of what is followed.
    public var followed: Set<ArticleTopic>
    /// The topics whose articles are hidden.
    public var muted: Set<ArticleTopic>

    /// Describes preferences; the defaults unless said otherwise.
    public init(
        appearance: Appearance = .automatic, textSize: TextSize = .standard, edition: String? = nil,
        images: ImagePreference = .always, followed: Set<ArticleTopic> = [], muted: Set<ArticleTopic> = []
    ) {
        self.appearance = appearance
        self.textSize = textSize
        self.edition = edition
        self.images = images
        self.followed = followed
        self.muted = muted
    }

    /// The columns that are followed, in order.
    package var followedColumns: [ColumnPath] { followed.compactMap(\.columnPath).sorted() }
}

/// How large text is, in percent of the usual size.
public struct TextSize: Hashable, Sendable, Comparable {
    /// Percent, 50 to 300.
    public let percent: Int

    /// Takes percents; those out of 50 to 300 become the nearest.
    public init(percent: Int) { self.percent = min(max(percent, 50), 300) }

    /// The usual size.
    public static let standard = TextSize(percent: 100)

    /// Orders sizes from small to large.
    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.percent < rhs.percent }
}

/// Which images are loaded. Open: another version may know more policies.
public struct ImagePreference: RawRepresentable, Hashable, Sendable {
    /// The policy's name.
    public let rawValue: String

    /// Takes any name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// All, over any network.
    public static let always = ImagePreference(rawValue: "always")
    /// Only over networks that do not count what is loaded.
    public static let unmetered = ImagePreference(rawValue: "unmetered")
    /// None.
    public static let never = ImagePreference(rawValue: "never")

    /// Whether images are loaded over a connection. A policy of another version counts as ``unmetered``.
    ///
    /// - Parameter isMetered: Whether the connection costs by the byte.
    public func allowsImages(isMetered: Bool) -> Bool {
        switch self {
        case .always: true
        case .never: false
        default: !isMetered
        }
    }
}

/// The name of a preference. Open: values of names that this version does not know are kept, exported and imported.
public struct PreferenceName: RawRepresentable, Hashable, Sendable {
    /// The name: 1 to 64 ASCII letters, digits, hyphens and underscores, or else the store refuses it.
    public let rawValue: String

    /// Takes any name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// ``Preferences/appearance``: `light`, `dark` or `auto`.
    public static let appearance = PreferenceName(rawValue: "appearance")
    /// ``Preferences/textSize``: percent, such as `120`.
    public static let textSize = PreferenceName(rawValue: "textSize")
    /// ``Preferences/edition``: an edition's id.
    public static let edition = PreferenceName(rawValue: "edition")
    /// ``Preferences/images``: `always`, `unmetered`, `never`, or a word of another version.
    public static let images = PreferenceName(rawValue: "images")

    /// Whether the store takes the name.
    package var isAcceptable: Bool { ChannelID(rawValue) != nil }
}
