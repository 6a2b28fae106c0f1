import DotNewsFoundation

#if DOTNEWS_LIBUNISTRING
    import CDotNewsUnistring
#endif

extension String {
    /// The text in Unicode Normalization Form C (UAX #15).
    package var canonicallyComposed: String { recomposed ?? self }

    /// The text in Normalization Form C; `nil` when it is in that form already.
    package var recomposed: String? {
        if unicodeScalars.allSatisfy(\.isInertInComposition) { return nil }
        let composed = normalized
        // Strings compare equal under canonical equivalence, so the bytes have to be compared.
        return composed.utf8.elementsEqual(utf8) ? nil : composed
    }

    private var normalized: String {
        #if DOTNEWS_LIBUNISTRING
            var length = 0
            guard
                let composed = Array(utf8).withUnsafeBufferPointer({
                    u8_normalize(dotnews_unicode_nfc(), $0.baseAddress, $0.count, nil, &length)
                })
            else { return self }
            defer { free(composed) }
            return String(decoding: UnsafeBufferPointer(start: composed, count: length), as: UTF8.self)
        #else
            return precomposedStringWithCanonicalMapping
        #endif
    }
}
