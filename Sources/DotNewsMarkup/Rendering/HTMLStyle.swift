import DotNewsModels

/// The style of a reading page, the same for every page, so that the policy can name it by its hash.
enum HTMLStyle {
    /// The SHA-256 of ``sheet`` as a policy names it. A test computes it again.
    static let hash = "sha256-e6BRcAQIF2e+Y/TZKI+Gu09Vl/Iy/RZdwp/GX07qXmc="

    /// The steps of text sizes that the sheet knows, in percent: the sheet must be the same for every page.
    private static let textSizes = Array(stride(from: 50, through: 300, by: 10))

    /// The step nearest to a size, in percent.
    static func textSizeStep(_ size: TextSize) -> Int { (size.percent + 5) / 10 * 10 }

    static let sheet =
        rules
        + textSizes.map { ":root[data-text-size=\"\($0)\"]{font-size:\($0)%}" }.joined() + "\n"

    private static let rules = """
        :root{--ground:#fdfcfa;--text:#1d1d1f;--faint:#6a6a70;--line:#dddad4;--accent:#a3271f;--block:#f3f0ea;\
        color-scheme:light}
        :root[data-appearance=dark]{--ground:#17181a;--text:#e6e4e0;--faint:#9b9aa0;--line:#35363a;--accent:#ef8a7f;\
        --block:#212225;color-scheme:dark}
        @media (prefers-color-scheme:dark){:root[data-appearance=auto]{--ground:#17181a;--text:#e6e4e0;--faint:#9b9aa0;\
        --line:#35363a;--accent:#ef8a7f;--block:#212225;color-scheme:dark}}
        *{box-sizing:border-box}
        html{background:var(--ground);color:var(--text);-webkit-text-size-adjust:100%}
        body{margin:0;font:1.125rem/1.6 Georgia,"Times New Roman",serif;overflow-wrap:break-word}
        :lang(zh){line-height:1.85;text-align:justify}
        :lang(zh-Hant){font-family:"Noto Serif TC","Noto Serif CJK TC","Songti TC","PingFang TC","Microsoft JhengHei",serif}
        :lang(zh-Hans){font-family:"Noto Serif SC","Noto Serif CJK SC","Songti SC","PingFang SC","Microsoft YaHei",serif}
        article{max-width:42rem;margin:0 auto;padding:1.5rem 1.25rem 3rem}
        h1{font-size:1.8rem;line-height:1.3;margin:.2em 0 .4em;text-align:start}
        h2,h3,h4,h5,h6{font-size:1.2rem;line-height:1.4;margin:1.8em 0 .5em;text-align:start}
        h2{font-size:1.35rem}
        p{margin:0 0 1.1em}
        a{color:var(--accent);text-underline-offset:.15em}
        .kicker{margin:0;color:var(--accent);font-weight:bold}
        .facts,.credits,.original,.tags,.share,figcaption,caption{color:var(--faint);font-size:.9rem}
        blockquote{margin:1.2em 0;padding:.1em 0 .1em 1em;border-inline-start:3px solid var(--line)}
        blockquote.lead{font-size:1.3rem;line-height:1.5;border-color:var(--accent)}
        blockquote>:last-child,li>p:last-child{margin-bottom:0}
        ul,ol{padding-inline-start:1.5em;margin:0 0 1.1em}
        figure{margin:1.5em 0}
        figure.missing{padding:.6em 1em;background:var(--block)}
        img{display:block;max-width:100%;height:auto;margin:0 auto;border-radius:3px}
        figcaption{margin-top:.5em;line-height:1.5;text-align:start}
        .gallery{display:grid;grid-template-columns:repeat(auto-fit,minmax(14rem,1fr));gap:1rem}
        .gallery figure{margin:0}
        .player{padding:.8em 1em;background:var(--block);border-radius:3px}
        .player img{margin-bottom:.6em}
        .table{overflow-x:auto;margin:1.5em 0}
        table{border-collapse:collapse;min-width:100%;font-size:.95rem;text-align:start}
        th,td{padding:.4em .6em;border:1px solid var(--line);vertical-align:top;text-align:start}
        th{background:var(--block)}
        caption{padding-bottom:.5em}
        pre{overflow-x:auto;padding:1em;background:var(--block);font-size:.9rem;line-height:1.5;text-align:start}
        hr{border:0;border-top:1px solid var(--line);margin:2em auto;width:40%}
        footer{margin-top:2em;border-top:1px solid var(--line);padding-top:1em}
        .tags ul,.share ul{display:inline;padding:0;list-style:none}
        .tags li,.share li{display:inline-block;margin:0 .6em .3em 0}
        .related ul{padding-inline-start:1.2em}
        .code{margin:1em 0 0;width:11rem}
        .code img{background:#fff;padding:.5rem;image-rendering:pixelated}
        @media print{:root{--ground:#fff;--text:#000}.share{display:none}}

        """
}
