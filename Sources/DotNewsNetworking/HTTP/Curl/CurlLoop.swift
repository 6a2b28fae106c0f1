#if DOTNEWS_LIBCURL
    import CDotNewsCurl
    import DotNewsFoundation
    import DotNewsModels
    import Synchronization

    /// A request on its way to the loop's thread.
    struct CurlSubmission: Sendable {
        let id: UInt64
        let request: HTTPRequest
        /// Whether compressed content is asked for and decompressed.
        let decodesContent: Bool
        let continuation: CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>

        func fail(_ code: HTTPError.Code, _ reason: String) {
            continuation.resume(
                returning: .failure(HTTPError(code, method: request.method, address: request.address, reason: reason)))
        }
    }

    /// One libcurl multi handle and the thread that polls it.
    ///
    /// Callers leave commands under a lock and wake the thread; all that libcurl knows is touched by the thread alone.
    final class CurlLoop: Sendable {
        private enum Command {
            case start(CurlSubmission)
            case cancel(UInt64)
            case stop
        }

        private struct Shared {
            var commands: [Command] = []
            var hasThread = false
            /// Why requests are no longer taken; `nil` while they are.
            var endReason: String?
            var lastID: UInt64 = 0
            /// The address of the multi handle while its thread lives, for `curl_multi_wakeup` and nothing else: the one
            /// function that any thread may call.
            var wakeupAddress: UInt?
        }

        private let shared = Mutex(Shared())
        private let configuration: CurlTransport.Configuration
        private let active = Atomic(0)

        init(_ configuration: CurlTransport.Configuration) {
            self.configuration = configuration
        }

        /// The transfers that libcurl holds at the moment.
        var activeTransfers: Int { active.load(ordering: .relaxed) }

        /// Sends one request, without following redirects.
        ///
        /// Some servers name what is no compression in `Content-Encoding`, such as `utf-8`, which browsers pass over: an
        /// answer that cannot be decompressed is asked for once more as it is.
        func perform(_ request: HTTPRequest) async -> Result<HTTPResponse, HTTPError> {
            let result = await perform(request, decodesContent: true)
            guard case .failure(let error) = result, error.code == .undecodableContent, request.method.isIdempotent,
                case .success(let plain) = await perform(request, decodesContent: false),
                !plain.headers.namesCompression
            else { return result }
            return .success(plain)
        }

        private func perform(
            _ request: HTTPRequest, decodesContent: Bool
        ) async -> Result<HTTPResponse, HTTPError> {
            let id = shared.withLock { shared in
                shared.lastID += 1
                return shared.lastID
            }
            return await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    submit(
                        CurlSubmission(
                            id: id, request: request, decodesContent: decodesContent, continuation: continuation))
                    // Cancelled before the submission, the handler's command came too early to find it.
                    if Task.isCancelled { post(.cancel(id)) }
                }
            } onCancel: {
                post(.cancel(id))
            }
        }

        /// Ends the thread, and with it every transfer under way; requests made later fail.
        func stop() {
            post(.stop)
        }

        private func submit(_ submission: CurlSubmission) {
            if let reason = post(.start(submission)) { submission.fail(.failed, reason) }
        }

        private static let shutDown = "the transport was shut down"

        /// Leaves a command for the thread, starting it when there is none; returns why not when the loop has ended, or no
        /// thread could be started.
        @discardableResult
        private func post(_ command: Command) -> String? {
            shared.withLock { shared in
                if let reason = shared.endReason { return reason }
                switch command {
                case .start where !shared.hasThread:
                    if let reason = startThread(&shared) { return reason }
                case .stop: shared.endReason = Self.shutDown
                default: break
                }
                guard shared.hasThread else { return nil }
                shared.commands.append(command)
                // With commands waiting, the thread has been woken already.
                if shared.commands.count == 1, let multi = shared.wakeupAddress.flatMap(UnsafeMutableRawPointer.init) {
                    // The thread has tried this before it went to sleep for the first time.
                    _ = dotnews_curl_multi_wakeup(multi)
                }
                return nil
            }
        }

        /// Starts the thread; returns why not when it cannot. A later request tries again.
        private func startThread(_ shared: inout Shared) -> String? {
            Self.running.withLock { $0[ObjectIdentifier(self)] = self }
            do throws(SystemError) {
                try DedicatedThread.start { [self] in
                    let reason = run()
                    // A thread that ends as the process does must be out of libcurl by then, see `endAllAtExit`.
                    Self.running.withLock { $0[ObjectIdentifier(self)] = nil }
                    failWaiting(reason)
                }
                shared.hasThread = true
                return nil
            } catch {
                Self.running.withLock { $0[ObjectIdentifier(self)] = nil }
                return "no thread could be started (\(error.reason))"
            }
        }

        /// Fails what waits for a thread that has ended.
        private func failWaiting(_ reason: String) {
            let commands = shared.withLock { shared in
                shared.hasThread = false
                defer { shared.commands = [] }
                return shared.commands
            }
            for case .start(let submission) in commands { submission.fail(.failed, reason) }
        }

        private func takeCommands() -> [Command] {
            shared.withLock { shared in
                let commands = shared.commands
                shared.commands.removeAll(keepingCapacity: true)
                return commands
            }
        }
    }

    // MARK: On the thread

    extension CurlLoop {
        /// What the thread works with.
        private struct Workspace {
            let multi: UnsafeMutableRawPointer
            var transfers: [UInt64: CurlTransfer] = [:]
            var idleHandles: [CurlHandle] = []
            var isStopping = false
        }

        /// libcurl's state for the whole process, set up once. It is never taken down: others may be using it.
        private static let isLibraryReady: Bool = {
            guard dotnews_curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK else { return false }
            // Called before the one that OpenSSL has just registered, which frees what closing a connection needs.
            return atexit { CurlLoop.endAllAtExit() } == 0
        }()

        /// The loops whose thread has not ended.
        private static let running = Mutex<[ObjectIdentifier: CurlLoop]>([:])

        /// Whether any loop's thread has not ended.
        static var hasThreads: Bool { running.withLock { !$0.isEmpty } }

        /// Ends every thread while the process ends, and waits until none is in libcurl any more, at most for a second.
        private static func endAllAtExit() {
            for loop in running.withLock({ Array($0.values) }) { loop.stop() }
            for _ in 0..<1_000 where hasThreads { usleep(1_000) }
        }

        /// More idle handles than this are not kept.
        private static let keptHandles = 64

        /// Carries requests until the loop is stopped; returns why it has ended.
        private func run() -> String {
            // OpenSSL writes to sockets without saying that a closed one is no reason to end the process.
            blockBrokenPipeSignal()
            if let problem = CurlLibrary.installed.problem {
                shared.withLock { $0.endReason = problem }
                return problem
            }
            guard Self.isLibraryReady, let multi = dotnews_curl_multi_init() else {
                return "libcurl could not be started"
            }
            // Without descriptors libcurl makes a handle that nobody can wake.
            guard dotnews_curl_multi_wakeup(multi) == CURLM_OK else {
                _ = dotnews_curl_multi_cleanup(multi)
                return "libcurl could not be started (\(SystemError(EMFILE).reason))"
            }
            configure(multi)
            let address = UInt(bitPattern: multi)
            shared.withLock { $0.wakeupAddress = address }

            var work = Workspace(multi: multi)
            while !work.isStopping {
                obey(takeCommands(), &work)
                var running: Int32 = 0
                _ = dotnews_curl_multi_perform(multi, &running)
                collectFinished(&work)
                let timeout = endIdle(&work)
                active.store(work.transfers.count, ordering: .relaxed)
                if !work.isStopping { _ = dotnews_curl_multi_poll(multi, timeout) }
            }
            close(&work)
            return Self.shutDown
        }

        private func configure(_ multi: UnsafeMutableRawPointer) {
            // Refusals are of no consequence: these set how well connections are used, not what is accepted from them.
            _ = dotnews_curl_multi_set_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
            _ = dotnews_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, configuration.maximumConnections)
            _ = dotnews_curl_multi_set_long(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, configuration.maximumConnections)
            _ = dotnews_curl_multi_set_long(
                multi, CURLMOPT_MAX_HOST_CONNECTIONS, configuration.maximumConnectionsPerHost)
        }

        private func obey(_ commands: [Command], _ work: inout Workspace) {
            for command in commands {
                switch command {
                case .start(let submission):
                    start(submission, &work)
                case .cancel(let id):
                    guard let transfer = work.transfers[id] else { continue }
                    finish(transfer, .failure(transfer.error((.cancelled, "the request was cancelled"))), &work)
                case .stop:
                    work.isStopping = true
                }
            }
        }

        private func start(_ submission: CurlSubmission, _ work: inout Workspace) {
            guard let handle = work.idleHandles.popLast() ?? CurlHandle() else {
                return submission.fail(.failed, "libcurl could not make a handle")
            }
            let transfer = CurlTransfer(submission, handle: handle, now: .now)
            guard transfer.configure(configuration), dotnews_curl_multi_add_handle(work.multi, handle.easy) == CURLM_OK
            else {
                return submission.fail(.failed, "libcurl did not accept the request")
            }
            work.transfers[submission.id] = transfer
        }

        private func collectFinished(_ work: inout Workspace) {
            var waiting: Int32 = 0
            while let message = dotnews_curl_multi_info_read(work.multi, &waiting) {
                guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
                var context: UnsafeMutableRawPointer?
                // The message is gone once the handle has been removed.
                let result = dotnews_curl_message_result(message)
                guard dotnews_curl_get_pointer(easy, CURLINFO_PRIVATE, &context) == CURLE_OK, let context else {
                    continue
                }
                let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
                finish(transfer, transfer.outcome(result), &work)
            }
        }

        /// Ends what has stood still for too long; returns how long the thread may sleep, in milliseconds.
        private func endIdle(_ work: inout Workspace) -> Int32 {
            guard !work.transfers.isEmpty else { return 60_000 }
            let now = ContinuousClock.now
            var wait = Duration.seconds(60)
            for transfer in work.transfers.values {
                if let failure = transfer.idleFailure(at: now) {
                    finish(transfer, .failure(transfer.error(failure)), &work)
                } else {
                    wait = min(wait, transfer.submission.request.limits.idleTimeout - (now - transfer.lastActivity))
                }
            }
            return Int32(wait.boundedMilliseconds)
        }

        private func finish(
            _ transfer: CurlTransfer, _ outcome: Result<HTTPResponse, HTTPError>, _ work: inout Workspace
        ) {
            _ = dotnews_curl_multi_remove_handle(work.multi, transfer.handle.easy)
            work.transfers[transfer.submission.id] = nil
            transfer.handle.reset()
            if work.idleHandles.count < Self.keptHandles { work.idleHandles.append(transfer.handle) }
            transfer.submission.continuation.resume(returning: outcome)
        }

        private func close(_ work: inout Workspace) {
            // From here on nobody wakes the handle, which is about to go.
            shared.withLock { $0.wakeupAddress = nil }
            for transfer in work.transfers.values {
                finish(transfer, .failure(transfer.error((.cancelled, Self.shutDown))), &work)
            }
            active.store(0, ordering: .relaxed)
            work.idleHandles.removeAll()
            _ = dotnews_curl_multi_cleanup(work.multi)
        }

        private func blockBrokenPipeSignal() {
            var signals = sigset_t()
            sigemptyset(&signals)
            sigaddset(&signals, SIGPIPE)
            pthread_sigmask(SIG_BLOCK, &signals, nil)
        }
    }
#endif
