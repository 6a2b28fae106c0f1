import DotNewsReplication
import Testing

@Suite struct ReplicaObjectNameTests {
    @Test(arguments: ["a", "0f3c.1-20.log", "snapshot-1", String(repeating: "z", count: 100)])
    func `a plain name is taken`(_ name: String) {
        #expect(ReplicaObjectName(name)?.rawValue == name)
    }

    @Test(arguments: [
        "", ".", "..", ".hidden", "-a", "a/b", "a\\b", "A", "新聞", "a b", "a%2f", "a\u{0}", "a_b",
        String(repeating: "z", count: 101),
    ])
    func `a name that means more than a name is refused`(_ name: String) {
        #expect(ReplicaObjectName(name) == nil)
    }
}
