import DotNewsModels
import DotNewsPersistence
@testable import DotNewsReplication
import Foundation
import DotNewsTestSupport
import Testing

@Suite struct SegmentCodingTests {
    private static let device = ReplicaDeviceID("00112233445566778899aabbccddeeff")!
    private static let other = ReplicaDeviceID("ffeeddccbbaa99887766554433221100")!
    private static let time: Int64 = 1_747_713_600_000

    private static func key(_ number: Int) -> ArticleKey { ArticleKey(articleID(number)) }

    private static let links: [UInt64] = [9, 1, .max, 3, 4, 5]

    private static let additions = [
        ReplicaAddition(device: device, added: 3, removed: 2), ReplicaAddition(device: other, added: 1, removed: 1),
    ]

    /// One of everything.
    private static let segment = ReplicaSegment(
        device: device, deviceName: "電話 phone 电话", range: 3...7, writtenAt: time, links: links,
        adopted: [ReplicaMark(device: other, number: 12, link: 5)],
        unreadable: [
            ReplicaMark(device: ReplicaDeviceID(String(repeating: "5", count: 32))!, number: 2, link: 1 << 63)
        ],
        entries: [
            ReplicaEntry(.visit(key(4), at: time - 5), .fact),
            ReplicaEntry(.read(key(1)), .register("1", changedAt: time + 1)),
            ReplicaEntry(.read(key(2)), .register(nil, changedAt: 0)),
            ReplicaEntry(.bookmark(key(1)), .additions(additions, changedAt: Date.maximumChangeTime)),
            ReplicaEntry(.bookmark(key(9)), .additions([], changedAt: 1)),
            ReplicaEntry(.label(key(1), "旅遊"), .additions(additions, changedAt: time)),
            ReplicaEntry(.label(key(1), "旅游"), .additions([additions[0]], changedAt: time)),
            ReplicaEntry(.position(key(1)), .register("3 1000000 00000000000000ab", changedAt: time)),
            ReplicaEntry(.position(key(2)), .register(nil, changedAt: time)),
            ReplicaEntry(.search("harbour fog"), .register("1", changedAt: time)),
            ReplicaEntry(.preference("appearance"), .register("dark", changedAt: time)),
            ReplicaEntry(.preference("edition"), .register(nil, changedAt: time)),
            ReplicaEntry(
                .followed(.column(ColumnPath("immed/hknews")!)), .additions(additions, changedAt: time)),
            ReplicaEntry(.followed(ArticleTopic(.tag, "東橋")!), .additions(additions, changedAt: time)),
            ReplicaEntry(.followed(ArticleTopic(.author, "東橋")!), .additions(additions, changedAt: time)),
            ReplicaEntry(.muted(ArticleTopic(.word, "東橋")!), .additions(additions, changedAt: time)),
            ReplicaEntry(.cleared(.history), .register("1", changedAt: time)),
            ReplicaEntry(.cleared(.searches), .register("1", changedAt: time - 1)),
        ])

    private static let name = LogObjectName(device: device, range: 3...7, link: 5)

    private static func damage(of content: Data, named name: LogObjectName = name) -> LogDamage? {
        do throws(LogDamage) {
            _ = try SegmentDecoder.decode(content, named: name)
            return nil
        } catch {
            return error
        }
    }

    /// The content with a checksum that is right.
    private static func sealed(_ content: Data) -> Data {
        let body = content.dropLast(LogFormat.checksumSize)
        return body + withUnsafeBytes(of: StableHash.value(of: Data(body)).littleEndian) { Data($0) }
    }

    /// A device that is restored again and again leaves an identity each time, all of which a bookmark may go back to.
    @Test func `more devices than can meet at a storage may be mentioned`() throws {
        var generator = SeededGenerator(seed: 5)
        let devices = (0..<600).map { _ in ReplicaDeviceID.random(using: &generator) }.sorted()
        let additions = devices.map { ReplicaAddition(device: $0, added: 2, removed: 1) }
        var segment = Self.segment
        segment.entries = [ReplicaEntry(.bookmark(Self.key(1)), .additions(additions, changedAt: Self.time))]
        let decoded = try SegmentDecoder.decode(SegmentEncoder.encode(segment), named: Self.name)
        #expect(decoded.entries == segment.entries)
    }

    @Test func `what is written is read again`() throws {
        let decoded = try SegmentDecoder.decode(SegmentEncoder.encode(Self.segment), named: Self.name)
        #expect(Set(decoded.entries) == Set(Self.segment.entries))
        #expect(decoded.entries.count == Self.segment.entries.count)
        var rest = decoded
        rest.entries = Self.segment.entries
        #expect(rest == Self.segment)
    }

    @Test func `equal segments give equal bytes, in whatever order their entries are`() {
        var shuffled = Self.segment
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<10 {
            shuffled.entries.shuffle(using: &generator)
            #expect(SegmentEncoder.encode(shuffled) == SegmentEncoder.encode(Self.segment))
        }
    }

    @Test func `an object of this version is as docs have it, byte by byte`() {
        let segment = ReplicaSegment(
            device: Self.device, deviceName: "a", range: 1...2, writtenAt: 300, links: [0, 7, 1 << 56],
            adopted: [ReplicaMark(device: Self.device, number: 3, link: 5)],
            entries: [
                ReplicaEntry(.read(Self.key(1)), .register("1", changedAt: 299)),
                ReplicaEntry(
                    .bookmark(Self.key(2)),
                    .additions([ReplicaAddition(device: Self.device, added: 2, removed: 1)], changedAt: 301)),
            ])
        let hex = SegmentEncoder.encode(segment).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let parts = [
            // What it is, of which device, its range, when it was written, the device's name
            "444e524c", "01", "00112233445566778899aabbccddeeff", "01", "02", "ac02", "0161",
            // The link before the first number, of which there is none, and those of its numbers
            "0000000000000000", "0700000000000000", "0000000000000001",
            // The devices that it mentions
            "01", "00112233445566778899aabbccddeeff",
            // What it tells instead of another device, and what it could not read
            "01", "00", "03", "0500000000000000", "00",
            // A read mark: 1 ms before, and it is set
            "01", "01", "000000000000000000000001", "03",
            // A bookmark: 1 ms after, added by one device twice and removed once
            "02", "01", "000000000000000000000002", "02", "01", "00", "02", "01",
            "00",
        ]
        #expect(String(hex.dropLast(16)) == parts.joined())
        #expect(
            SegmentEncoder.object(segment).name
                == "00112233445566778899aabbccddeeff-0000000001-0000000002-0100000000000000.snapshot")
    }

    @Test func `an object that was cut anywhere is not read`() {
        let content = SegmentEncoder.encode(Self.segment)
        for length in 0..<content.count { #expect(Self.damage(of: content.prefix(length)) != nil) }
    }

    @Test func `an object with any byte changed is not read`() {
        let content = SegmentEncoder.encode(Self.segment)
        for index in content.indices {
            var changed = content
            changed[index] ^= 0x41
            #expect(Self.damage(of: changed) != nil)
        }
    }

    @Test func `an object of a newer version says so`() {
        var content = SegmentEncoder.encode(Self.segment)
        content[4] = 2
        #expect(Self.damage(of: content) == .checksum)
        #expect(Self.damage(of: Self.sealed(content)) == .newer(version: 2))
    }

    @Test func `an object under another's name is not read`() {
        let content = SegmentEncoder.encode(Self.segment)
        #expect(Self.damage(of: content, named: LogObjectName(device: Self.device, range: 3...8, link: 5)) == .misnamed)
        #expect(Self.damage(of: content, named: LogObjectName(device: Self.device, range: 3...7, link: 6)) == .misnamed)
        #expect(Self.damage(of: content, named: LogObjectName(device: Self.other, range: 3...7, link: 5)) == .misnamed)
    }

    /// Someone without a passphrase can write anything with a right checksum: whatever is read has been written by a
    /// store, in the one form in which stores write it.
    @Test func `bytes that somebody made up are refused, or mean what their one form means`() throws {
        let content = SegmentEncoder.encode(Self.segment)
        var generator = SeededGenerator(seed: 7)
        var readable = 0
        for _ in 0..<20_000 {
            var changed = content
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = Int.random(in: 5..<content.count - 8, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: changed[index] = UInt8.random(in: 0...255, using: &generator)
                case 1: changed[index] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &generator) ?? 0
                case 2: changed.insert(UInt8.random(in: 0...255, using: &generator), at: index)
                default: changed.remove(at: index)
                }
            }
            changed = Self.sealed(changed)
            guard let segment = try? SegmentDecoder.decode(changed, named: Self.name) else { continue }
            readable += 1
            for entry in segment.entries {
                #expect((0...Date.maximumChangeTime).contains(entry.content.changedAt ?? 0))
            }
            // A device that no entry mentions and whose log was not read may be listed, which another writer leaves out.
            let again = try SegmentDecoder.decode(SegmentEncoder.encode(segment), named: Self.name)
            #expect(again == segment)
        }
        #expect(readable > 100)
    }

    @Test func `a count that promises more than there is takes no memory`() {
        var content = Data(
            SegmentEncoder.encode(
                ReplicaSegment(device: Self.device, deviceName: "", range: 3...7, writtenAt: 0, links: Self.links)))
        content.removeLast(LogFormat.checksumSize + 1)
        content += [1, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F]
        content += Data(count: LogFormat.checksumSize)
        #expect(Self.damage(of: Self.sealed(content)) == .malformed("a number is too large"))
    }

    @Test(arguments: ["旅遊 ", "a\u{0}b", "e\u{301}", "", String(repeating: "旅", count: 90)])
    func `a label that no store would keep is refused`(label: String) {
        let segment = ReplicaSegment(
            device: Self.device, deviceName: "", range: 3...7, writtenAt: 0, links: Self.links,
            entries: [ReplicaEntry(.label(Self.key(1), label), .additions([], changedAt: 0))])
        #expect(Self.damage(of: SegmentEncoder.encode(segment)) != nil)
    }

    @Test(arguments: [
        "00112233445566778899aabbccddeeff-0000000001-0000000002-0000000000000001.segment",
        "00112233445566778899aabbccddeeff-0000000003-0000000002-0000000000000001.segment",
        "00112233445566778899aabbccddeeff-0000000000-0000000002-0000000000000001.segment",
        "00112233445566778899aabbccddeeff-0000000001-0000000002.snapshot",
        "00112233445566778899aabbccddeeff-0000000001-0000000002-000000000000000g.snapshot",
        "00112233445566778899aabbccddeeff-1-2-0000000000000001.snapshot",
        "0011-0000000001-0000000002-0000000000000001.snapshot", "encryption.header",
    ])
    func `a name of another form belongs to no log`(name: String) throws {
        #expect(LogObjectName(try #require(ReplicaObjectName(name))) == nil)
    }
}
