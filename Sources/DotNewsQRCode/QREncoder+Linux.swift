#if DOTNEWS_LIBQRENCODE
    internal import CDotNewsQREncode

    /// libqrencode.
    enum QREncoder {
        /// The code of `bytes` in byte mode; `nil` when the library gives none.
        static func encode(_ bytes: [UInt8], level: QRCode.CorrectionLevel) -> QRMatrix? {
            guard let code = QRcode_encodeData(Int32(bytes.count), bytes, 0, level.native) else { return nil }
            defer { QRcode_free(code) }
            let side = Int(code.pointee.width)
            guard QRMatrix.sides.contains(side), let data = code.pointee.data else { return nil }
            // The lowest bit of each byte is the colour; the others say what part of the code it is.
            return QRMatrix(side: side, modules: (0..<side * side).map { data[$0] & 1 == 1 })
        }
    }

    extension QRCode.CorrectionLevel {
        fileprivate var native: QRecLevel {
            switch self {
            case .low: QR_ECLEVEL_L
            case .medium: QR_ECLEVEL_M
            case .quartile: QR_ECLEVEL_Q
            case .high: QR_ECLEVEL_H
            }
        }
    }
#endif
