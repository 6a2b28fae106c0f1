import DotNewsFoundation

#if DOTNEWS_LIBUNISTRING
    import CDotNewsUnistring
#endif

extension String {
    /// The text in Unicode Normalization Form C (UAX #15).
    package var canonicallyComposed: String {
        // No character before U+0300 is composed of others or combines with another.
        if utf8.allSatisfy({ $0 < 0xCC }) { return self }
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
