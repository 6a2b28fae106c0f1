import DotNewsFoundation

#if DOTNEWS_LIBIDN2
    import CDotNewsIDN2
#endif

/// Host names in other letters than those of ASCII.
enum InternationalHost {
    /// `text` as the DNS has it (UTS #46, nontransitional); `nil` when it is no host.
    ///
    /// Characters of ASCII that no host may have are not looked for.
    static func ascii(_ text: String) -> String? {
        #if DOTNEWS_LIBIDN2
            // Otherwise the name would end there.
            guard !text.utf8.contains(0) else { return nil }
            var ascii: UnsafeMutablePointer<CChar>?
            let flags = CInt(IDN2_NONTRANSITIONAL.rawValue) | CInt(IDN2_NFC_INPUT.rawValue)
            guard idn2_to_ascii_8z(text, &ascii, flags) == IDN2_OK.rawValue, let ascii else { return nil }
            defer { idn2_free(ascii) }
            return String(cString: ascii)
        #else
            return URLComponents(string: "https://" + text + "/")?.encodedHost
        #endif
    }
}
