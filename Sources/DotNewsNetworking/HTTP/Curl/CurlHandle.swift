#if DOTNEWS_LIBCURL
    import CDotNewsCurl

    /// A libcurl easy handle with the buffers that belong to it. Used on the loop's thread alone, for one transfer at a
    /// time, and again for the next.
    final class CurlHandle {
        /// The easy handle.
        let easy: UnsafeMutableRawPointer
        /// Where libcurl writes what went wrong.
        let errorText: UnsafeMutablePointer<CChar>
        /// The body of the transfer under way.
        var body = CurlBodyBuffer()

        /// Fails only when memory is exhausted or libcurl could not be initialised.
        init?() {
            guard let easy = dotnews_curl_easy_init() else { return nil }
            self.easy = easy
            errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
            errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        }

        deinit {
            dotnews_curl_easy_cleanup(easy)
            errorText.deallocate()
        }

        /// Forgets the last transfer. Connections, the DNS cache and TLS sessions belong to the multi handle and stay.
        func reset() {
            dotnews_curl_easy_reset(easy)
            errorText[0] = 0
            body.clear()
        }

        /// What libcurl says went wrong, or `nil` when it says nothing; printable ASCII only.
        var detail: String? {
            let text = String(cString: errorText).unicodeScalars.filter { $0.value >= 0x20 && $0.value < 0x7F }
            return text.isEmpty ? nil : String(String.UnicodeScalarView(text))
        }

        /// A number that libcurl kept of the transfer.
        func size(_ info: CURLINFO) -> Int64 {
            var value: curl_off_t = 0
            return dotnews_curl_get_size(easy, info, &value) == CURLE_OK ? Int64(value) : 0
        }

        /// A number that libcurl kept of the transfer.
        func long(_ info: CURLINFO) -> Int {
            var value = 0
            return dotnews_curl_get_long(easy, info, &value) == CURLE_OK ? value : 0
        }
    }
#endif
