@_exported public import CoreGraphics
public import Foundation

public class CIImage: NSObject {
    public var extent: CGRect { fatalError() }
}
public class CIFilter: NSObject {
    public init?(name: String) {}
    public func setValue(_ value: Any?, forKey: String) {}
    public var outputImage: CIImage? { nil }
}
public struct CIContextOption: RawRepresentable, Hashable, Sendable {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let workingColorSpace = CIContextOption(rawValue: "working_color_space")
    public static let useSoftwareRenderer = CIContextOption(rawValue: "software_renderer")
}
public struct CIFormat: RawRepresentable, Hashable, Sendable {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let RGBA8 = CIFormat(rawValue: 1)
    public static let R8 = CIFormat(rawValue: 2)
}
public class CIContext: NSObject {
    public init(options: [CIContextOption: Any]? = nil) {}
    public func render(
        _ image: CIImage, toBitmap: UnsafeMutableRawPointer, rowBytes: Int, bounds: CGRect, format: CIFormat,
        colorSpace: CGColorSpace?
    ) {}
}
