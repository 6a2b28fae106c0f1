#if DOTNEWS_LIBCURL
    import CDotNewsCurl
    import DotNewsFoundation

    /// What libcurl's result codes mean to a caller.
    enum CurlFailure {
        /// The error's code and reason for a transfer that ended with `result`.
        ///
        /// `isConnected` says whether a request could be sent; `headersComplete` whether a header was read to its end.
        static func describe(
            _ result: CURLcode, handle: CurlHandle, isConnected: Bool, headersComplete: Bool
        ) -> (code: HTTPError.Code, reason: String) {
            let (code, sentence) = classify(
                result, detail: handle.detail, systemError: handle.long(CURLINFO_OS_ERRNO), isConnected: isConnected,
                headersComplete: headersComplete)
            let detail = handle.detail ?? String(cString: dotnews_curl_easy_strerror(result))
            return (code, "\(sentence) (\(detail))")
        }

        private static func classify(
            _ result: CURLcode, detail: String?, systemError: Int, isConnected: Bool, headersComplete: Bool
        ) -> (HTTPError.Code, String) {
            switch result {
            case CURLE_COULDNT_RESOLVE_HOST:
                return (.hostNotFound, "the host's name could not be resolved")
            case CURLE_COULDNT_RESOLVE_PROXY:
                return (.hostNotFound, "the name of the proxy could not be resolved")
            case CURLE_COULDNT_CONNECT, CURLE_PROXY, CURLE_NO_CONNECTION_AVAILABLE, CURLE_INTERFACE_FAILED:
                return (.cannotConnect, "no connection could be made")
            case CURLE_SSL_CONNECT_ERROR where systemError == ECONNRESET || systemError == EPIPE:
                // The network failed during the handshake; TLS itself found nothing wrong.
                return (.connectionLost, "the connection was lost while TLS was being set up")
            case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
                CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE, CURLE_SSL_INVALIDCERTSTATUS,
                CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_ENGINE_INITFAILED, CURLE_USE_SSL_FAILED,
                CURLE_SSL_SHUTDOWN_FAILED, CURLE_SSL_CLIENTCERT:
                return (.insecureConnection, "no secure connection could be made")
            case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_HTTP2:
                return (.malformedResponse, "what came is not an HTTP answer")
            case CURLE_RECV_ERROR where detail?.contains("chunk") == true:
                return (.malformedResponse, "the answer's chunks are not as HTTP has them")
            case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_HTTP2_STREAM,
                CURLE_SEND_FAIL_REWIND:
                return (.connectionLost, "the connection ended before the answer was complete")
            case CURLE_OPERATION_TIMEDOUT:
                return (.timedOut, isConnected ? "the answer took too long" : "connecting took too long")
            case CURLE_BAD_CONTENT_ENCODING:
                return (.undecodableContent, "the compressed content is damaged or of an unknown kind")
            case CURLE_FILESIZE_EXCEEDED:
                return (.tooLarge, "the answer is larger than allowed")
            case CURLE_OUT_OF_MEMORY where isConnected && !headersComplete:
                // libcurl's word for a header line longer than it reads.
                return (.tooLarge, "the answer's header is larger than allowed")
            default:
                return (.failed, "the request failed")
            }
        }
    }
#endif
