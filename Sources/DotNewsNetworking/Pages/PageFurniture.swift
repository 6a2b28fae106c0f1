import DotNewsMarkup

/// Tells what a page puts around and into its article: menus, advertisements, lists of other articles, comments.
enum PageFurniture {
    /// Words of classes and ids.
    static let words = HTMLNameWords(
        """
        ad ads advert* adsense adslot banner* breadcrumb* byline* comment* consent cookie* copyright* disclaimer* disqus dialog \
        footer* footnote gdpr login* masthead* menu* modal nav navbar navigation newsletter* outbrain pager pagination paging \
        paywall player* playlist* popup* popular* promo* recirc* recommend* related* sharing share sharebar sharethis shares \
        sidebar* signup skip social* sponsor* subscri* taboola tag tags tagged teaser* toolbar* tooltip trending widget*
        """)
    /// Elements that stand around an article more often than they hold it.
    static let elements: HTMLSelector = "nav, header, footer, aside, form"
}
