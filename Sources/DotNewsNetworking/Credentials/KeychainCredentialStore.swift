#if canImport(Security)
    import DotNewsFoundation
    import Security

    /// Keeps secrets in the system's keychain, on this device only, readable after it was first unlocked.
    ///
    /// Uses the data protection keychain, which needs a signed program with an application identifier: unsigned
    /// command-line tools and tests get the error −34018 (`errSecMissingEntitlement`) and use a ``FileCredentialStore``.
    public struct KeychainCredentialStore: CredentialStore {
        /// The service under which the keychain lists them.
        public let service: String

        /// Keeps secrets under a service's name, such as the application's identifier.
        public init(service: String) { self.service = service }

        /// The secret of this name; `nil` when there is none.
        public func secret(named name: CredentialName) throws(CredentialError) -> Secret? {
            var query = item(name)
            query[kSecReturnData] = true
            query[kSecMatchLimit] = kSecMatchLimitOne
            var result: CFTypeRef?
            let status = SecItemCopyMatching(query as CFDictionary, &result)
            if status == errSecItemNotFound { return nil }
            guard status == errSecSuccess else { throw failure("reading a secret", status) }
            guard let data = result as? Data, let text = String(data: data, encoding: .utf8) else {
                throw CredentialError(
                    while: "reading a secret", location: location, reason: "it is not text; sign in again")
            }
            return Secret(text)
        }

        /// Keeps a secret under a name, in place of the one before; `nil` removes it.
        public func setSecret(_ secret: Secret?, named name: CredentialName) throws(CredentialError) {
            guard let secret else {
                let status = SecItemDelete(item(name) as CFDictionary)
                guard status == errSecSuccess || status == errSecItemNotFound else {
                    throw failure("removing a secret", status)
                }
                return
            }
            let value: [CFString: Any] = [
                kSecValueData: Data(secret.revealed.utf8),
                kSecAttrAccessible: kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly,
            ]
            var status = SecItemUpdate(item(name) as CFDictionary, value as CFDictionary)
            if status == errSecItemNotFound {
                status = SecItemAdd(item(name).merging(value) { $1 } as CFDictionary, nil)
                // Somebody else added it in between.
                if status == errSecDuplicateItem {
                    status = SecItemUpdate(item(name) as CFDictionary, value as CFDictionary)
                }
            }
            guard status == errSecSuccess else { throw failure("keeping a secret", status) }
        }

        private var location: String { "keychain, service \(service)" }

        private func item(_ name: CredentialName) -> [CFString: Any] {
            [
                kSecClass: kSecClassGenericPassword, kSecAttrService: service, kSecAttrAccount: name.rawValue,
                kSecUseDataProtectionKeychain: true,
            ]
        }

        private func failure(_ activity: String, _ status: OSStatus) -> CredentialError {
            let reason = SecCopyErrorMessageString(status, nil) as String? ?? "the keychain reports \(status)"
            return CredentialError(while: activity, location: location, reason: reason)
        }
    }
#endif
