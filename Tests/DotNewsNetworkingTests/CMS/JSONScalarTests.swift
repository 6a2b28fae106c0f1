import DotNewsFoundation
import DotNewsNetworking
import Testing

@Suite struct JSONScalarTests {
    @Test func `a scalar is read as what its field needs`() {
        #expect(JSONScalar.integer(12).number == 12 && JSONScalar.boolean(true).number == 1)
        #expect(JSONScalar.string(" 12 ").number == 12)
        #expect(JSONScalar.string("inf").number == nil)
        #expect(JSONScalar.string("twelve").number == nil)
        #expect(JSONScalar.string("True").flag == true)
        #expect(JSONScalar.string("0").flag == false)
        #expect(JSONScalar.integer(1).flag == true)
        #expect(JSONScalar.integer(2).flag == nil)
        #expect(JSONScalar.null.flag == nil)
    }
}
