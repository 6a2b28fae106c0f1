#if DOTNEWS_LIBSODIUM
    public import DotNewsFoundation
    public import DotNewsNetworking

    /// A place whose objects are encrypted with a passphrase, over any other place.
    ///
    /// Encryption is libsodium's: the key comes from the passphrase by Argon2id; objects are encrypted with
    /// XChaCha20-Poly1305 and bound to their names, so that whoever runs the place can neither read nor change them, nor
    /// pass one off as another. Names, sizes and times can be seen. docs/sync.md has the format and what it protects
    /// against.
    ///
    /// The first device to write makes a header, `encryption.header`, from which the others make the same key; of two at
    /// the same time one makes it, and the other uses it. A place that holds objects and no header is not taken over: they
    /// were not encrypted.
    public actor SealedPlace: ReplicaPlace {
        private let base: any ReplicaPlace
        private let passphrase: Secret
        private let effort: SealHeader.Effort
        private var opening: Task<Result<SealKey, ReplicaPlaceError>, Never>?

        /// Puts encryption over a place; nothing is asked of it yet.
        public init(over base: any ReplicaPlace, passphrase: Secret) {
            self.init(over: base, passphrase: passphrase, effort: .standard)
        }

        /// With the work it is to make the key where there is no header yet, for tests.
        init(over base: any ReplicaPlace, passphrase: Secret, effort: SealHeader.Effort) {
            self.base = base
            self.passphrase = passphrase
            self.effort = effort
        }

        /// The objects, with the sizes of their contents. Takes no key, so that a wrong passphrase does not show here.
        public func list() async throws(ReplicaPlaceError) -> [ReplicaObject] {
            let objects = try await base.list()
            guard objects.isEmpty || objects.contains(where: { $0.name == UnsealedPlace.headerName }) else {
                throw Self.notSealed("listing the place")
            }
            return objects.filter { $0.name != UnsealedPlace.headerName }.map { object in
                let size = object.size.flatMap { $0 >= SealKey.overhead ? $0 - SealKey.overhead : nil }
                return ReplicaObject(name: object.name, size: size)
            }
        }

        /// Reads and decrypts an object.
        ///
        /// Throws ``ReplicaPlaceError/Code/undecryptable`` when the passphrase is not the right one, or the object was
        /// changed or is another's; the reason tells which.
        public func read(_ name: ReplicaObjectName, maximumSize: Int) async throws(ReplicaPlaceError) -> Data {
            let activity = "reading \(name)"
            let (bound, overflow) = maximumSize.addingReportingOverflow(SealKey.overhead)
            let object = try await base.read(name, maximumSize: overflow ? .max : bound)
            let key = try await key(activity)
            do throws(SealKey.OpeningFailure) {
                return try key.open(object, name: name)
            } catch {
                switch error {
                case .notSealed:
                    throw ReplicaPlaceError(
                        .undecryptable, while: activity,
                        reason: "it is not encrypted; a device without the passphrase may have written it")
                case .damaged:
                    throw ReplicaPlaceError(
                        .undecryptable, while: activity,
                        reason: "it is damaged, or was changed by someone who does not have the passphrase")
                }
            }
        }

        /// Encrypts and adds an object.
        ///
        /// The same content is encrypted differently each time. That an object is there already with this content is
        /// therefore found out by reading it.
        public func create(_ content: Data, named name: ReplicaObjectName) async throws(ReplicaPlaceError) {
            let activity = "writing \(name)"
            guard name != UnsealedPlace.headerName else {
                throw ReplicaPlaceError(.exists, while: activity, reason: "the name is that of the header")
            }
            let object = try await key(activity).seal(content, name: name)
            do throws(ReplicaPlaceError) {
                try await base.create(object, named: name)
            } catch {
                guard error.code == .exists, try await isPresent(content, named: name, while: activity) else {
                    throw error
                }
            }
        }

        /// Removes an object.
        public func remove(_ name: ReplicaObjectName) async throws(ReplicaPlaceError) {
            guard name != UnsealedPlace.headerName else { return }
            try await base.remove(name)
        }
    }

    // MARK: The key

    extension SealedPlace {
        /// Tries the passphrase, and sets encryption up where there is nothing yet.
        func unlock() async throws(ReplicaPlaceError) { _ = try await key("opening the place") }

        /// The key, made once for all who ask.
        private func key(_ activity: String) async throws(ReplicaPlaceError) -> SealKey {
            while !Task.isCancelled {
                let task =
                    opening
                    ?? Task { [base, passphrase, effort] in
                        do throws(ReplicaPlaceError) {
                            return .success(try await Self.open(base, passphrase, effort, activity))
                        } catch {
                            return .failure(error)
                        }
                    }
                opening = task
                let result = await withTaskCancellationHandler {
                    await task.value
                } onCancel: {
                    task.cancel()
                }
                guard case .failure(let error) = result else { return try result.get() }
                // A later call may fare better.
                if opening == task { opening = nil }
                // Cancelled by another who waited for it too.
                if error.code != .cancelled { throw error }
            }
            throw Self.cancelled(activity)
        }

        private static func open(
            _ base: any ReplicaPlace, _ passphrase: Secret, _ effort: SealHeader.Effort, _ activity: String
        ) async throws(ReplicaPlaceError) -> SealKey {
            guard !passphrase.revealed.isEmpty else {
                throw ReplicaPlaceError(.undecryptable, while: activity, reason: "the passphrase is empty; give one")
            }
            if let header = try await header(in: base, activity) {
                return try await key(for: header, passphrase, activity)
            }
            guard try await base.list().isEmpty else { throw notSealed(activity) }
            let made = try await BlockingWork.run { _ throws(ReplicaPlaceError) in
                guard let made = SealKey.make(passphrase: passphrase.revealed, effort: effort) else {
                    throw outOfMemory(activity)
                }
                return made.header
            }
            do throws(ReplicaPlaceError) {
                try await base.create(made.data(checksum: Sodium.checksum), named: UnsealedPlace.headerName)
            } catch {
                guard error.code == .exists || error.code == .locked else { throw error }
            }
            // What is there now counts, whoever made it.
            guard let header = try await header(in: base, activity) else {
                throw ReplicaPlaceError(
                    .locked, while: activity, reason: "another device is just setting encryption up; try again later")
            }
            return try await key(for: header, passphrase, activity)
        }

        private static func header(
            in base: any ReplicaPlace, _ activity: String
        ) async throws(ReplicaPlaceError) -> SealHeader? {
            let data: Data
            do throws(ReplicaPlaceError) {
                data = try await base.read(UnsealedPlace.headerName, maximumSize: 4_096)
            } catch {
                if error.code == .missing { return nil }
                throw error
            }
            do throws(SealHeader.Failure) {
                return try SealHeader(data, checksum: Sodium.checksum)
            } catch {
                let reason =
                    switch error {
                    case .newer: "it was encrypted by a newer version; update this one"
                    case .damaged: "its header, \(UnsealedPlace.headerName), is damaged; restore it from a copy"
                    case .unacceptableEffort:
                        "its header asks for less or more work than is safe; someone may have changed it"
                    }
                throw ReplicaPlaceError(.undecryptable, while: activity, reason: reason)
            }
        }

        private static func key(
            for header: SealHeader, _ passphrase: Secret, _ activity: String
        ) async throws(ReplicaPlaceError) -> SealKey {
            try await BlockingWork.run { _ throws(ReplicaPlaceError) in
                guard let (key, isRight) = SealKey.open(header, passphrase: passphrase.revealed) else {
                    throw outOfMemory(activity)
                }
                guard isRight else {
                    throw ReplicaPlaceError(
                        .undecryptable, while: activity,
                        reason: "the passphrase is not the one that the other devices use")
                }
                return key
            }
        }

        private static func notSealed(_ activity: String) -> ReplicaPlaceError {
            ReplicaPlaceError(
                .undecryptable, while: activity,
                reason: "the place holds objects that are not encrypted; use an empty one, or leave the passphrase out")
        }

        private static func outOfMemory(_ activity: String) -> ReplicaPlaceError {
            ReplicaPlaceError(
                .failed, while: activity, reason: "there is not enough memory to make the key from the passphrase")
        }

        private static func cancelled(_ activity: String) -> ReplicaPlaceError {
            ReplicaPlaceError(.cancelled, while: activity, reason: "it was cancelled")
        }
    }
#endif
