/// Runs `operation` for every element, at most `limit` at once; the first error stops those that have not begun.
///
/// - Returns: The results in the order in which they came.
func mapConcurrently<Element: Sendable, Output: Sendable>(
    _ elements: [Element], limit: Int, _ operation: @escaping @Sendable (Element) async throws -> Output
) async throws -> [Output] {
    var results: [Output] = []
    var failure: (any Error)?
    await withTaskGroup(of: Result<Output, any Error>.self) { group in
        var rest = elements[...]
        func startNext() {
            guard failure == nil, let element = rest.popFirst() else { return }
            group.addTask {
                do { return .success(try await operation(element)) } catch { return .failure(error) }
            }
        }
        for _ in 0..<limit { startNext() }
        while let result = await group.next() {
            switch result {
            case .success(let output): results.append(output)
            case .failure(let error): failure = failure ?? error
            }
            startNext()
        }
    }
    if let failure { throw failure }
    return results
}
