import DotNewsNetworking
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsReplication

@Suite struct RecoveryCodeTests {
    private static let alphabet = Array("23456789ABCDEFGHJKMNPQRSTUVWXYZ")

    private func error(_ text: String) -> RecoveryCodeError? {
        do throws(RecoveryCodeError) {
            _ = try RecoveryCode(text)
            return nil
        } catch {
            return error
        }
    }

    private func codes(_ count: Int) -> [String] {
        var generator = SeededGenerator(seed: 12)
        return (0..<count).map { _ in RecoveryCode.random(using: &generator).text.revealed }
    }

    @Test func `a code has eight groups of five characters that are not taken for each other`() throws {
        for code in codes(200) {
            let groups = code.split(separator: "-")
            #expect(groups.count == 8 && groups.allSatisfy { $0.count == 5 })
            #expect(code.allSatisfy { $0 == "-" || Self.alphabet.contains($0) })
            #expect(try RecoveryCode(code).text.revealed == code)
        }
        let random = (0..<100).map { _ in RecoveryCode.random() }
        #expect(Set(random).count == 100)
        #expect(random.allSatisfy { $0.symbols.count == 28 })
        #expect("\(random[0])".contains(random[0].text.revealed) == false)
    }

    @Test func `small letters, spaces, other hyphens and full-width characters are as good`() throws {
        let code = codes(1)[0]
        let fullWidth = String(
            String.UnicodeScalarView(
                code.unicodeScalars.map { $0 == "-" ? "\u{3000}" : Unicode.Scalar($0.value + 0xFEE0) ?? $0 }))
        let written = [
            code.lowercased(), code.replacing("-", with: ""), code.replacing("-", with: " "), "  \(code)\r\n",
            code.replacing("-", with: " – "), code.replacing("-", with: "\u{2212}"), code.replacing("-", with: "\n"),
            fullWidth, code.map { "\($0)\u{200B}" }.joined(),
        ]
        for text in written { #expect(try RecoveryCode(text).text.revealed == code, "\(text)") }
    }

    @Test func `every single mistyped character is found, with its group`() throws {
        for code in codes(3) {
            let characters = Array(code)
            for index in characters.indices where characters[index] != "-" {
                for other in Self.alphabet + ["0", "O", "1", "I", "l", "?", "中"] where other != characters[index] {
                    var typed = characters
                    typed[index] = other
                    let error = error(String(typed))
                    #expect(error?.groups == [index / 6 + 1], "\(index): \(other)")
                    #expect(error?.description == "Group \(index / 6 + 1) of the recovery code is mistyped.")
                }
            }
        }
    }

    @Test func `swapped neighbours and swapped groups are found`() throws {
        for code in codes(20) {
            var characters = Array(code)
            for index in 1..<characters.count where characters[index] != "-" && characters[index - 1] != "-" {
                guard characters[index] != characters[index - 1] else { continue }
                characters.swapAt(index, index - 1)
                #expect(error(String(characters))?.groups == [index / 6 + 1])
                characters.swapAt(index, index - 1)
            }
            let groups = code.split(separator: "-")
            for first in 0..<8 {
                for second in first + 1..<8 where groups[first] != groups[second] {
                    var swapped = groups
                    swapped.swapAt(first, second)
                    #expect(error(swapped.joined(separator: "-"))?.groups == [first + 1, second + 1])
                }
            }
        }
    }

    @Test func `a group that is too short or too long is found, and a missing one is told`() throws {
        let groups = codes(1)[0].split(separator: "-").map(String.init)
        for index in groups.indices {
            for wrong in [String(groups[index].dropLast()), groups[index] + "A"] {
                var typed = groups
                typed[index] = wrong
                #expect(error(typed.joined(separator: "-"))?.groups == [index + 1])
                #expect(error(typed.joined())?.description.contains("\(35 + wrong.count) characters") == true)
            }
            var typed = groups
            typed.remove(at: index)
            let missing = error(typed.joined(separator: "-"))
            #expect(missing?.groups == [] && missing?.description.contains("35 characters") == true)
        }
        for text in ["", " ", "-", "x", String(repeating: "2", count: 2_000)] { #expect(error(text)?.groups == []) }
    }

    @Test func `groups of two codes do not make one`() throws {
        let codes = codes(2).map { $0.split(separator: "-") }
        for index in 0..<8 {
            var mixed = codes[0]
            mixed[index] = codes[1][index]
            let error = error(mixed.joined(separator: "-"))
            #expect(error?.groups == [] && error?.description.contains("another code") == true)
        }
    }

    @Test func `what is kept is read as what it was`() throws {
        let code = RecoveryCode.random()
        #expect(EncryptionSecret(kept: EncryptionSecret.recoveryCode(code).kept) == .recoveryCode(code))
        for text in ["芝麻開門", "", String(code.text.revealed.dropLast())] {
            #expect(EncryptionSecret(kept: Secret(text)) == .passphrase(Secret(text)))
        }
    }
}
