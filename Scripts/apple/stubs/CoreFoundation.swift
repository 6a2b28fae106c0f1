// Core Foundation, as far as it can be had without Objective-C.
//
// Casts such as `query as CFDictionary` need the Objective-C runtime. Scripts/check-apple rewrites `as CFDictionary` to
// `~>~ CFDictionary.self` before it compiles a file, and the operator allows the casts that bridging allows.

@_exported public import Darwin

infix operator ~>~ : CastingPrecedence

public typealias CFTypeRef = AnyObject
public typealias CFIndex = Int
public typealias OSStatus = Int32

public final class CFString: Hashable, @unchecked Sendable {
    public init() {}
    public static func == (left: CFString, right: CFString) -> Bool { left === right }
    public func hash(into hasher: inout Hasher) {}
}
public final class CFData: @unchecked Sendable {}
public final class CFDictionary {}
public final class CFBoolean: @unchecked Sendable {}
public final class CFError: Error, @unchecked Sendable {}
public let kCFBooleanTrue: CFBoolean! = nil
public let kCFBooleanFalse: CFBoolean! = nil

public func ~>~ (value: String, type: CFString.Type) -> CFString { fatalError() }
public func ~>~ (value: CFString?, type: String?.Type) -> String? { fatalError() }
public func ~>~ (value: CFString, type: String.Type) -> String { fatalError() }
public func ~>~ (value: [CFString: Any], type: CFDictionary.Type) -> CFDictionary { fatalError() }
public func ~>~ (value: [String: Any], type: CFDictionary.Type) -> CFDictionary { fatalError() }
public func ~>~ (value: Bool, type: CFBoolean.Type) -> CFBoolean { fatalError() }
