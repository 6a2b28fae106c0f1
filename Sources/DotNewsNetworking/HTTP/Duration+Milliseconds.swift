extension Duration {
    /// Whole milliseconds, rounded up, at least one and at most what a 32-bit number holds: for interfaces in which zero
    /// means "for ever".
    var boundedMilliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds < 2_000_000 else { return 2_000_000_000 }
        guard seconds >= 0, attoseconds >= 0 else { return 1 }
        let perMillisecond: Int64 = 1_000_000_000_000_000
        return max(1, Int(seconds * 1_000 + (attoseconds + perMillisecond - 1) / perMillisecond))
    }

    /// Seconds as a binary fraction, for Foundation's interfaces.
    var timeInterval: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
