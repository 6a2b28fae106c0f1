/// The app's way into the background and back.
///
/// iOS ends an app that it suspends while it holds a lock on a file in a folder shared with extensions. An app whose store is
/// there suspends the client first; docs/in-an-app.md has the code.
extension NewsClient {
    /// Suspends the client: ends syncs, sending and replication, and gives back every lock of the store within a second.
    ///
    /// Their callers get `SyncError.suspended`, `OutboxError.suspended` or a `ReplicationError` of the code `suspended`;
    /// until ``resume()``, every use of the store throws `StoreError.Code.suspended`, and observations wait. See
    /// `ArticleStore.suspend()`.
    public func suspend() async { await store.suspend() }

    /// Suspends the client on the calling thread, within a second: for the expiration handler of a background task, after
    /// whose return the system may suspend the process at once.
    @available(*, noasync, message: "Await suspend() instead.")
    public func suspendAndWait() { store.suspendAndWait() }

    /// Lets a suspended client work again. Does nothing when it is not suspended.
    public func resume() { store.resume() }
}
