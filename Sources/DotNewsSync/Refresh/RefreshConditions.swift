/// What the app knows of its device when it refreshes by itself: what is to be saved, and whether a reader is looking.
///
/// On Apple systems these are `NWPath.isExpensive`, `NWPath.isConstrained` (Low Data Mode, in which discretionary
/// transfers are put off and only those of the user's making go on; `allowsConstrainedNetworkAccess`) and
/// `ProcessInfo.isLowPowerModeEnabled`.
public struct RefreshConditions: Hashable, Sendable {
    /// Whether the connection costs by the byte, such as a phone's own or a hotspot's. Automatic refreshes then come half
    /// as often, bring the bodies of the newest ``meteredBodies`` articles of each column, and no images but those of
    /// bookmarked articles.
    public var isMetered: Bool
    /// Whether the reader has asked the system to save data. Automatic refreshes then bring lists alone, a quarter as
    /// often, and none in the background.
    public var isConstrained: Bool
    /// Whether the reader has asked the system to save power. Automatic refreshes then come half as often, bring no
    /// images and leave the search index for later; none in the background.
    public var isLowPower: Bool
    /// Whether nobody is looking: the system has woken the app.
    public var isBackground: Bool

    /// How many bodies of a column an automatic refresh brings over a metered connection.
    public static let meteredBodies = 10

    /// Creates a device; nothing to be saved unless said otherwise.
    public init(
        isMetered: Bool = false, isConstrained: Bool = false, isLowPower: Bool = false, isBackground: Bool = false
    ) {
        self.isMetered = isMetered
        self.isConstrained = isConstrained
        self.isLowPower = isLowPower
        self.isBackground = isBackground
    }

    /// Whether anything is to be saved.
    var asksToSave: Bool { isMetered || isConstrained || isLowPower }

    /// By what the interval between automatic refreshes is multiplied.
    var intervalFactor: Double {
        if isConstrained { return 4 }
        return isMetered || isLowPower ? 2 : 1
    }
}

extension SyncPolicy {
    /// This policy without what is left out to save data or power. Only ever less than before.
    public func reduced(for conditions: RefreshConditions) -> SyncPolicy {
        var policy = self
        if conditions.asksToSave { policy.images = .none }
        if conditions.isConstrained {
            policy.bodies = .none
            policy.maximumBookmarks = 0
        } else if conditions.isMetered {
            switch bodies {
            case .all: policy.bodies = .newest(RefreshConditions.meteredBodies)
            case .newest(let count): policy.bodies = .newest(min(count, RefreshConditions.meteredBodies))
            case .none: break
            }
        }
        if conditions.isLowPower { policy.indexing = .none }
        return policy
    }
}
