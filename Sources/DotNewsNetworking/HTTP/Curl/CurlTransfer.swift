#if DOTNEWS_LIBCURL
    import CDotNewsCurl
    import DotNewsFoundation
    import DotNewsModels

    /// One transfer under way, and what libcurl's callbacks collect of it. Lives on the loop's thread alone.
    final class CurlTransfer {
        /// The most header fields, and bytes of them, that an answer may have.
        static let maximumFields = 1_000
        static let maximumHeaderSize = 256 << 10

        let submission: CurlSubmission
        let handle: CurlHandle
        /// When the transfer last moved, as the loop saw it.
        var lastActivity: ContinuousClock.Instant
        /// Set by the callbacks, taken back by the loop when it has updated `lastActivity`.
        var hasMoved = false
        /// Why a callback stopped the transfer.
        private(set) var failure: (code: HTTPError.Code, reason: String)?

        private var headers = HTTPHeaders()
        private var headerSize = 0
        private var headersComplete = false
        private var bytesMoved: Int64 = 0
        private var fieldList: UnsafeMutablePointer<curl_slist>?

        init(_ submission: CurlSubmission, handle: CurlHandle, now: ContinuousClock.Instant) {
            self.submission = submission
            self.handle = handle
            lastActivity = now
        }

        deinit { dotnews_curl_slist_free_all(fieldList) }

        /// Whether the connection stands and the request is being sent or has been.
        var isConnected: Bool { handle.size(CURLINFO_PRETRANSFER_TIME_T) > 0 }

        private var request: HTTPRequest { submission.request }
    }

    // MARK: Setting up

    extension CurlTransfer {
        /// Tells libcurl what to do; `false` when it refuses an option, for which the reason is a broken build or no memory.
        func configure(_ configuration: CurlTransport.Configuration) -> Bool {
            let easy = handle.easy
            let limits = request.limits
            var codes: [CURLcode] = [
                dotnews_curl_set_string(easy, CURLOPT_URL, request.address.string),
                dotnews_curl_set_web_protocols(easy),
                dotnews_curl_set_pointer(easy, CURLOPT_PRIVATE, Unmanaged.passUnretained(self).toOpaque()),
                dotnews_curl_set_pointer(easy, CURLOPT_ERRORBUFFER, handle.errorText),
                dotnews_curl_set_long(easy, CURLOPT_NOSIGNAL, 1),
                // On a connection that was used before and turns out to be dead, libcurl sends a request a second time by
                // itself, which must not happen to one that has an effect each time.
                dotnews_curl_set_long(easy, CURLOPT_FRESH_CONNECT, request.method.isIdempotent ? 0 : 1),
                dotnews_curl_set_quick_exit(easy),
                // Redirects are followed by RedirectFollower, which checks each address.
                dotnews_curl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0),
                dotnews_curl_set_long(easy, CURLOPT_PATH_AS_IS, 1),
                dotnews_curl_set_long(easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS)),
                // A second request to a host waits to learn whether the first one's connection can carry both. TLS tells
                // that with its handshake; without TLS it would have to wait for the first answer.
                dotnews_curl_set_long(easy, CURLOPT_PIPEWAIT, request.address.scheme == "https" ? 1 : 0),
                dotnews_curl_set_long(easy, CURLOPT_HTTP09_ALLOWED, 0),
                // Empty: everything libcurl can decompress.
                dotnews_curl_set_string(easy, CURLOPT_ACCEPT_ENCODING, submission.decodesContent ? "" : nil),
                dotnews_curl_set_long(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1),
                dotnews_curl_set_long(easy, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
                dotnews_curl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, limits.connectTimeout.boundedMilliseconds),
                dotnews_curl_set_long(easy, CURLOPT_TIMEOUT_MS, limits.totalTimeout.boundedMilliseconds),
            ]
            if request.method != .head {
                // Zero would mean no limit; one byte is as good a refusal.
                codes.append(
                    dotnews_curl_set_size(
                        easy, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(max(1, limits.maximumTransferSize))))
            }
            if let file = configuration.caFile {
                codes.append(dotnews_curl_set_string(easy, CURLOPT_CAINFO, file))
                codes.append(dotnews_curl_set_string(easy, CURLOPT_CAPATH, nil))
            }
            // A proxy reads what goes over plain http.
            switch request.carriesSecret && request.address.scheme == "http" ? .none : configuration.proxy {
            case .environment: break
            case .none: codes.append(dotnews_curl_set_string(easy, CURLOPT_PROXY, ""))
            case .address(let proxy): codes.append(dotnews_curl_set_string(easy, CURLOPT_PROXY, proxy.string))
            }
            codes +=
                setMethodAndBody()
                + setHeaderFields(
                    userAgent: configuration.userAgent ?? CurlTransport.Configuration.defaultUserAgent)
                + setCallbacks()
            return codes.allSatisfy { $0 == CURLE_OK }
        }

        private func setMethodAndBody() -> [CURLcode] {
            let easy = handle.easy
            switch (request.method, request.body) {
            case (.get, nil):
                return [dotnews_curl_set_long(easy, CURLOPT_HTTPGET, 1)]
            case (.head, _):
                return [dotnews_curl_set_long(easy, CURLOPT_NOBODY, 1)]
            case (.post, nil), (.put, nil):
                return setBody(Data()) + [dotnews_curl_set_string(easy, CURLOPT_CUSTOMREQUEST, request.method.rawValue)]
            case (let method, nil):
                return [dotnews_curl_set_string(easy, CURLOPT_CUSTOMREQUEST, method.rawValue)]
            case (let method, let body?):
                return setBody(body) + [dotnews_curl_set_string(easy, CURLOPT_CUSTOMREQUEST, method.rawValue)]
            }
        }

        private func setBody(_ body: Data) -> [CURLcode] {
            let easy = handle.easy
            let size = dotnews_curl_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
            let copied = body.withUnsafeBytes { bytes in
                // An empty buffer may have no address, which libcurl would take for "ask the read callback".
                bytes.baseAddress.map {
                    dotnews_curl_set_string(easy, CURLOPT_COPYPOSTFIELDS, $0.assumingMemoryBound(to: CChar.self))
                } ?? dotnews_curl_set_string(easy, CURLOPT_COPYPOSTFIELDS, "")
            }
            return [size, copied]
        }

        private func setHeaderFields(userAgent: String) -> [CURLcode] {
            var codes: [CURLcode] = []
            for field in request.headers.fields where !HTTPHeaders.isSetByTransport(field.name) {
                // libcurl takes "Name:" for the removal of a field, and "Name;" for one without value.
                codes.append(append(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)"))
            }
            if request.body != nil || request.method == .post || request.method == .put {
                if request.headers["Content-Type"] == nil { codes.append(append("Content-Type:")) }
                // Waiting for a "100 Continue" costs a second with servers that do not know it.
                codes.append(append("Expect:"))
            }
            return codes + [
                // Used unless the fields have one.
                dotnews_curl_set_string(handle.easy, CURLOPT_USERAGENT, userAgent),
                dotnews_curl_set_list(handle.easy, CURLOPT_HTTPHEADER, fieldList),
            ]
        }

        /// Adds a line to the header fields; a request is not sent without one of them.
        private func append(_ line: String) -> CURLcode {
            guard let list = dotnews_curl_slist_append(fieldList, line) else { return CURLE_OUT_OF_MEMORY }
            fieldList = list
            return CURLE_OK
        }

        private func setCallbacks() -> [CURLcode] {
            let easy = handle.easy
            let context = Unmanaged.passUnretained(self).toOpaque()
            return [
                dotnews_curl_set_pointer(easy, CURLOPT_WRITEDATA, context),
                dotnews_curl_set_data_callback(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
                    guard let bytes, let context else { return 0 }
                    let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
                    return transfer.receiveBody(UnsafeRawBufferPointer(start: bytes, count: size * count))
                },
                dotnews_curl_set_pointer(easy, CURLOPT_HEADERDATA, context),
                dotnews_curl_set_data_callback(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
                    guard let bytes, let context else { return 0 }
                    let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
                    return transfer.receiveHeader(UnsafeRawBufferPointer(start: bytes, count: size * count))
                },
                dotnews_curl_set_long(easy, CURLOPT_NOPROGRESS, 0),
                dotnews_curl_set_pointer(easy, CURLOPT_XFERINFODATA, context),
                dotnews_curl_set_progress_callback(easy) { context, _, received, _, sent in
                    guard let context else { return 1 }
                    let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
                    return transfer.noteProgress(received: Int64(received), sent: Int64(sent))
                },
            ]
        }
    }

    // MARK: Receiving

    extension CurlTransfer {
        /// Takes one line of the header; returns its size, or 0 to end the transfer.
        private func receiveHeader(_ line: UnsafeRawBufferPointer) -> Int {
            hasMoved = true
            if line.starts(with: "HTTP/".utf8) {
                // The first line of an answer; an interim one (100, 103) may have come before it.
                headers = HTTPHeaders()
                headersComplete = false
            } else if line.first == UInt8(ascii: "\r") || line.first == UInt8(ascii: "\n") {
                headersComplete = true
                reserveBody()
            } else {
                _ = headers.append(line: line)
            }
            headerSize += line.count
            guard headerSize <= Self.maximumHeaderSize, headers.fields.count <= Self.maximumFields else {
                let bounds = "\(Self.maximumFields) fields or \(Self.maximumHeaderSize) bytes"
                return stop(.tooLarge, "the answer's header is larger than \(bounds)")
            }
            return line.count
        }

        private func reserveBody() {
            guard let announced = headers["Content-Length"].flatMap(Int.init), announced > 0 else { return }
            // News text compresses to a third or a quarter.
            let factor = headers["Content-Encoding"] == nil ? 1 : 4
            let (expected, overflow) = announced.multipliedReportingOverflow(by: factor)
            handle.body.reserve(min(overflow ? Int.max : expected, request.limits.maximumBodySize))
        }

        /// Takes decompressed content; returns its size, or 0 to end the transfer.
        private func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Int {
            hasMoved = true
            guard let start = bytes.baseAddress, !bytes.isEmpty else { return bytes.count }
            guard handle.body.count + bytes.count <= request.limits.maximumBodySize else {
                return stop(.tooLarge, "the content is larger than \(request.limits.maximumBodySize) bytes")
            }
            guard handle.body.append(start, count: bytes.count) else { return stop(.failed, "memory is exhausted") }
            return bytes.count
        }

        /// Takes the bytes moved so far, as they are on the wire; returns 1 to end the transfer.
        private func noteProgress(received: Int64, sent: Int64) -> Int32 {
            if received + sent != bytesMoved {
                bytesMoved = received + sent
                hasMoved = true
            }
            guard received > Int64(request.limits.maximumTransferSize) else { return 0 }
            _ = stop(.tooLarge, "more than \(request.limits.maximumTransferSize) bytes came over the wire")
            return 1
        }

        private func stop(_ code: HTTPError.Code, _ reason: String) -> Int {
            failure = failure ?? (code, reason)
            return 0
        }
    }

    // MARK: Ending

    extension CurlTransfer {
        /// Why the transfer has to end at `now` for standing still, if it has to.
        func idleFailure(at now: ContinuousClock.Instant) -> (code: HTTPError.Code, reason: String)? {
            if hasMoved {
                hasMoved = false
                lastActivity = now
            }
            guard now - lastActivity >= request.limits.idleTimeout else { return nil }
            guard isConnected else {
                // While connecting, the limit for connecting counts.
                lastActivity = now
                return nil
            }
            return (.timedOut, "nothing came for \(request.limits.idleTimeout)")
        }

        /// The answer, or what went wrong, after libcurl ended the transfer with `result`.
        func outcome(_ result: CURLcode) -> Result<HTTPResponse, HTTPError> {
            if let failure { return .failure(error(failure)) }
            guard result == CURLE_OK else {
                let description = CurlFailure.describe(
                    result, handle: handle, isConnected: isConnected, headersComplete: headersComplete)
                return .failure(error(description))
            }
            let status = handle.long(CURLINFO_RESPONSE_CODE)
            // libcurl takes a header that breaks off for one that ends.
            guard headersComplete else {
                return .failure(error((.connectionLost, "the connection ended inside the answer's header")))
            }
            guard (200..<600).contains(status) else {
                return .failure(error((.malformedResponse, "the answer's status is \(status)")))
            }
            let response = HTTPResponse(
                status: status, address: request.address, headers: headers, body: handle.body.data(),
                transferSize: Int(handle.size(CURLINFO_SIZE_DOWNLOAD_T)))
            return .success(response)
        }

        /// The error with what was asked.
        func error(_ description: (code: HTTPError.Code, reason: String)) -> HTTPError {
            HTTPError(description.code, method: request.method, address: request.address, reason: description.reason)
        }
    }
#endif
