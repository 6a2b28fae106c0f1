@_exported public import CoreFoundation

public typealias CGFloat = Double
public struct CGPoint: Sendable { public var x, y: CGFloat }
public struct CGSize: Sendable { public var width, height: CGFloat }
public struct CGRect: Sendable {
    public var width: CGFloat { 0 }
    public var height: CGFloat { 0 }
    public var origin: CGPoint
    public var size: CGSize
}
public final class CGColorSpace: @unchecked Sendable {}
public func CGColorSpaceCreateDeviceGray() -> CGColorSpace { fatalError() }
