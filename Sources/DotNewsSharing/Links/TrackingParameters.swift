/// Which query parameters only say where a reader came from.
///
/// A short list of its own, of parameters whose meaning is documented by those who add them. Names that can be content,
/// such as `from`, `scene`, `s`, `t` and `ref`, are listed only for hosts where they are known to be tracking.
enum TrackingParameters {
    /// Tracking on every host.
    static func isTracking(_ name: String) -> Bool {
        everywhere.contains(name) || prefixes.contains { name.hasPrefix($0) }
    }

    /// Tracking on `host`, besides what is so everywhere.
    static func isTracking(_ name: String, host: String, isOwn: Bool) -> Bool {
        if isOwn || isHost(host, "weixin.qq.com") {
            return weChat.contains(name)
        }
        if isHost(host, "x.com") || isHost(host, "twitter.com") {
            return ["ref_src", "ref_url", "s", "t", "cn", "src"].contains(name)
        }
        if isHost(host, "weibo.com") || isHost(host, "weibo.cn") { return ["weibo_id", "dt_dapp"].contains(name) }
        if isHost(host, "youtube.com") || isHost(host, "youtu.be") {
            return ["feature", "si", "pp"].contains(name)
        }
        if isHost(host, "facebook.com") { return name == "mibextid" }
        if isHost(host, "bilibili.com") { return ["spm_id_from", "vd_source", "from"].contains(name) }
        return false
    }

    /// What WeChat appends when a page is shared: `from=singlemessage`, `isappinstalled=0`.
    private static let weChat: Set<String> = [
        "from", "isappinstalled", "scene", "enterid", "clicktime", "poc_token", "nsukey",
    ]

    private static let prefixes = ["utm_", "mtm_", "itm_", "fb_action_", "__hs", "hsa_"]

    private static let everywhere: Set<String> = [
        "_branch_match_id", "_ga", "_gl", "_hsenc", "_hsmi", "_openstat", "cmpid", "dclid", "epik", "fb_ref",
        "fb_source", "fbclid",
        "gad_campaignid", "gad_source", "gbraid", "gclid", "gclsrc", "gs_l", "hsctatracking", "igsh", "igshid",
        "li_fat_id", "mc_cid", "mc_eid",
        "mkt_tok", "msclkid", "oly_anon_id", "oly_enc_id", "rb_clickid", "rdt_cid", "s_cid", "sccid", "srsltid",
        "ttclid", "twclid",
        "vero_conv", "vero_id", "wbraid", "wickedid", "wt_mc", "wt_zmc", "yclid", "ysclid",
    ]

    private static func isHost(_ host: String, _ domain: String) -> Bool {
        host == domain || host.hasSuffix("." + domain)
    }
}
