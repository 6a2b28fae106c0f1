#if DOTNEWS_LIBCURL
    import CDotNewsCurl

    /// The libcurl that is installed, as far as it matters to the transport.
    ///
    /// By its number no version can be told to be unsafe: distributions mend faults without changing it. What can be told is
    /// whether it has what the transport relies on.
    struct CurlLibrary {
        /// The version, such as `7.88.1`.
        var version: String
        /// The version as a number: 7.88.1 is 0x075801.
        var number: UInt32
        /// What it was built with, as `CURL_VERSION_` bits.
        var features: Int32
        /// What could not be found when it was loaded; `nil` when nothing is missing.
        var missing: String?

        /// 7.68.0, the first whose loop can be woken from another thread
        /// (https://curl.se/libcurl/c/curl_multi_wakeup.html, 2026-11-24).
        static let minimumNumber: UInt32 = 0x07_44_00

        /// Loaded when it is first asked for.
        static let installed: CurlLibrary = {
            let reason = dotnews_curl_load().map { String(cString: $0) }
            let information = dotnews_curl_version_info()?.pointee
            return CurlLibrary(
                version: information?.version.map { String(cString: $0) } ?? "unknown",
                number: UInt32(information?.version_num ?? 0), features: information?.features ?? 0, missing: reason)
        }()

        /// Why the transport cannot work with it; `nil` when it can.
        var problem: String? {
            if number > 0, number < Self.minimumNumber {
                return "libcurl is version \(version); 7.68.0 or later is needed"
            }
            if let missing { return "libcurl could not be loaded (\(missing)); install version 7.68.0 or later" }
            if features & CURL_VERSION_SSL == 0 {
                return "libcurl \(version) was built without TLS; install one that has it"
            }
            if features & CURL_VERSION_LIBZ == 0 {
                return "libcurl \(version) was built without zlib; install one that has it"
            }
            return nil
        }
    }
#endif
