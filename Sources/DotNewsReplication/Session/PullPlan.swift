import DotNewsPersistence

/// Which objects of a device are to be read.
enum PullPlan {
    /// The objects that have what has not been taken over, as few as possible, in the order of their beginning.
    ///
    /// The widest come first: when the parts of an object are still there beside it, it stands for them.
    static func objects(toReadOf listed: [LogObject], taken: SequenceRanges) -> [LogObject] {
        var covered = taken
        var chosen: [LogObject] = []
        let byWidth = listed.sorted {
            ($0.range.count, $1.range.lowerBound) > ($1.range.count, $0.range.lowerBound)
        }
        for object in byWidth where !covered.contains(object.range) {
            chosen.append(object)
            covered.insert(object.range)
        }
        return chosen.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }
}
