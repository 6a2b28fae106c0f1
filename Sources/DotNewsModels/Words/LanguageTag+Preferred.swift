import DotNewsFoundation

extension LanguageTag {
    /// The language in which the system speaks to the user of this process: the first of the preferred languages on Apple
    /// systems, that of the environment elsewhere.
    public static var preferred: LanguageTag {
        #if canImport(Darwin)
            Locale.preferredLanguages.first.map { LanguageTag(rawValue: $0) } ?? .english
        #else
            LanguageTag(environment: ProcessInfo.processInfo.environment)
        #endif
    }

    /// Creates the language of messages that an environment asks for: that of the first of `LC_ALL`, `LC_MESSAGES` and `LANG`
    /// that is set, such as `zh-HK` for `zh_HK.UTF-8`. English for `C`, `POSIX`, and when none is set.
    public init(environment: [String: String]) {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        // language_TERRITORY.codeset@modifier
        let name = String(locale.prefix { $0 != "." && $0 != "@" })
        self = ["", "C", "POSIX"].contains(name) ? .english : LanguageTag(rawValue: name.replacing("_", with: "-"))
    }
}
