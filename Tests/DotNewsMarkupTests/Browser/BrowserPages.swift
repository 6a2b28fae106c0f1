import DotNewsMarkup
import DotNewsModels
import Foundation
import DotNewsTestSupport

/// What the browser is shown: pages, and a page around them that looks at each and reports.
enum BrowserPages {
    /// The ways in which a payload is put before the browser.
    enum Kind: String, CaseIterable, Sendable {
        /// As the renderer writes its page.
        case page
        /// The same without its Content-Security-Policy, so that only the markup protects.
        case unprotected
        /// The payload as it is: whatever it can do happens.
        case raw
    }

    /// The page of a payload.
    static func html(_ payload: String, as kind: Kind) -> String {
        guard kind != .raw else { return "<!DOCTYPE html><html><head>\(hook)</head><body>\(payload)" }
        var article = TestArticles.article(.english)
        article.summary.title = payload
        article.body = parse(payload + "<p>…</p>").body
        article.body.blocks += [
            .paragraph(InlineText(payload)), .subhead(InlineText(payload), level: 2),
            .figure(ImageAsset(address: testBase, caption: payload, credit: payload, alternativeText: payload)),
        ]
        article.summary.tags = [payload]
        var page = HTMLRenderer().render(article)
        // In front of the policy, which forbids every script behind it.
        page = page.replacing("<head>", with: "<head>" + hook, maxReplacements: 1)
        return kind == .page ? page : page.replacing("http-equiv=\"Content-Security-Policy\"", with: "name=\"x\"")
    }

    /// Tells the page around of every dialog and of whatever the policy had to stop.
    private static let hook = """
        <script>{const number = location.pathname.split('/').pop()
        for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'])
          window[name] = () => parent.tell(number, 'executed')
        document.addEventListener('securitypolicyviolation', e =>
          parent.tell(number, 'stopped ' + e.effectiveDirective + ' ' + e.blockedURI))
        document.currentScript.remove()}</script>
        """

    /// The page around: loads every page of a kind, tries all its handlers and links that are no addresses, and reports
    /// what it finds by a request for `/report`.
    static func frame(around kind: Kind, count: Int) -> String {
        """
        <!DOCTYPE html><meta charset="utf-8"><title>\(kind)</title><body><script>
        const found = [], seen = new Set()
        function tell(number, what) {
          const line = number + ' ' + what
          if (!seen.has(line)) { seen.add(line); found.push([Number(number), what]) }
        }
        const events = '\(events)'.split(' ')
        const known = new Set('\(elements)'.split(' '))
        const pause = () => new Promise(done => setTimeout(done, 20))

        async function look(number) {
          const frame = document.createElement('iframe')
          frame.sandbox = 'allow-scripts allow-same-origin allow-forms'
          frame.src = '/\(kind)/' + number
          document.body.append(frame)
          await new Promise(done => { frame.onload = done })
          await pause()
          try {
            const page = frame.contentDocument, title = page.title
            for (const element of [...page.querySelectorAll('*')]) {
              if (!known.has(element.localName)) tell(number, 'element ' + element.localName)
              for (const attribute of element.attributes) {
                if (/^on|^style$|^srcdoc$|^formaction$/i.test(attribute.name)) tell(number, 'attribute ' + attribute.name)
              }
              for (const name of events) element.dispatchEvent(new Event(name))
              if (element.href !== undefined && !/^https?:$/.test(element.protocol)) element.click()
            }
            for (const name of events) page.defaultView.dispatchEvent(new Event(name))
            await pause()
            if (frame.contentWindow.location.pathname != '/\(kind)/' + number) tell(number, 'left the page')
            if (page.title != title) tell(number, 'title')
          } catch (error) {
            tell(number, 'left the page')
          }
          frame.remove()
        }

        async function lookAtAll() {
          let next = 0
          await Promise.all([...Array(8)].map(async () => {
            while (next < \(count)) await look(next++)
          }))
          await fetch('/report', {method: 'POST', body: JSON.stringify(found)})
        }
        lookAtAll()
        </script>
        """
    }

    /// Everything a handler may wait for in the payloads.
    private static let events = """
        click error load mouseover focus blur animationstart animationend transitionend pointerdown toggle scroll wheel \
        beforeinput paste copy cut drag auxclick contextmenu keydown resize hashchange pageshow message begin end repeat \
        loadstart start close submit
        """

    /// The elements that a rendered page may have.
    private static let elements = """
        html head meta title style body article header footer nav div span p h1 h2 h3 h4 h5 h6 blockquote ul ol li figure \
        figcaption img table caption tbody tr td th hr br pre em strong a time
        """
}
