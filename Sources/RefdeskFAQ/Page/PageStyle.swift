/// How the page looks: on a desk, on a telephone, in the dark, on paper.
///
/// Every pair of text and ground has a contrast of 4.5 to 1 or more.
enum PageStyle {
  static let text = """
    :root {
      --paper: #fbfaf7; --card: #fff; --ink: #23272d; --soft: #5a6169; --line: #dfdcd4; --wash: #f2f0ea;
      --link: #00568a; --mark: #8a3b00; --focus: #c2410c; --empty: #e9e6de; --empty-ink: #5f6670;
      --serif: Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif;
      --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
      color-scheme: light;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #14171b; --card: #1b1f24; --ink: #e8e5de; --soft: #a9aeb6; --line: #343a42; --wash: #20252b;
        --link: #8cc5f2; --mark: #f0b07a; --focus: #f59e5b; --empty: #2a3037; --empty-ink: #a3a9b1;
        color-scheme: dark;
      }
    }
    * { box-sizing: border-box; }
    html { scroll-padding-top: 1.5rem; -webkit-text-size-adjust: 100%; }
    body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 var(--sans); overflow-wrap: break-word; }
    a { color: var(--link); text-decoration-thickness: .06em; text-underline-offset: .18em; }
    a:hover { text-decoration-thickness: .13em; }
    :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
    main:focus { outline: none; }
    h1, h2, h3 { font-family: var(--serif); line-height: 1.2; text-wrap: balance; }
    .skip { position: absolute; left: -100vw; top: 0; padding: .75rem 1.25rem; background: var(--card); z-index: 2; }
    .skip:focus { left: 0; }

    .masthead, .frame, .colophon { max-width: 76rem; margin: 0 auto; padding: 0 clamp(1.1rem, 4vw, 3rem); }
    .masthead { padding-top: clamp(2rem, 6vw, 4.5rem); padding-bottom: clamp(1.25rem, 3vw, 2.25rem); }
    h1 { margin: 0; font-size: clamp(2rem, 5.4vw, 3.25rem); letter-spacing: -.015em; font-weight: 700; }
    .subject { margin: .6rem 0 0; max-width: 42rem; font: 1.2rem/1.45 var(--serif); }
    .summary { margin: .9rem 0 0; color: var(--soft); font-size: .95rem; }

    .contents { padding: 1rem 0 1.5rem; border-top: 1px solid var(--line); }
    .search label { display: block; font-weight: 600; font-size: .92rem; margin-bottom: .35rem; }
    .search input {
      width: 100%; font: inherit; color: var(--ink); background: var(--card); padding: .55rem .8rem;
      border: 1px solid var(--empty-ink); border-radius: 8px;
    }
    #found { margin: .4rem 0 .6rem; min-height: 1.4em; font-size: .88rem; color: var(--soft); }
    .topic { border-top: 1px solid var(--line); }
    .topic:first-of-type { border-top: 0; }
    .topic summary { display: flex; gap: .7rem; align-items: baseline; cursor: pointer; padding: .6rem 0; font-weight: 600; font-size: .95rem; line-height: 1.35; list-style: none; }
    .topic summary::-webkit-details-marker { display: none; }
    .topic summary::before { content: "\\203A"; color: var(--soft); font-size: 1.25em; line-height: 1; transition: transform .15s; }
    .topic[open] summary::before { transform: rotate(90deg); }
    .number { margin-left: auto; color: var(--soft); font-weight: 400; font-variant-numeric: tabular-nums; }
    .questions { margin: 0 0 .9rem; padding: 0 0 0 1.15rem; list-style: none; font-size: .92rem; line-height: 1.4; }
    .questions li { padding: .28rem 0; }
    .questions a { text-decoration: none; }
    .questions a:hover { text-decoration: underline; }

    .map { margin: 0 0 3rem; padding: 1.25rem clamp(1rem, 3vw, 1.75rem) 1.4rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
    .map figcaption { font-size: .95rem; margin-bottom: 1rem; max-width: 40rem; }
    .map-rows { list-style: none; margin: 0; padding: 0; }
    .map-rows li { display: grid; grid-template-columns: 2.3rem 1fr auto; align-items: center; column-gap: .7rem; row-gap: .35rem; padding: .45rem 0; font-size: .9rem; line-height: 1.3; }
    .map-rows .faq-badge { text-align: center; min-width: 2.1rem; }
    .map-name a { text-decoration: none; }
    .map-name a:hover { text-decoration: underline; }
    .map-count { color: var(--soft); font-size: .82rem; white-space: nowrap; font-variant-numeric: tabular-nums; }
    .map-squares { grid-column: 2 / -1; grid-row: 2; max-width: 100%; height: auto; }
    .map-squares text { font: 600 10px var(--sans); text-anchor: middle; }
    .map-full rect { fill: var(--goal, var(--soft)); }
    .map-full text { fill: var(--goal-ink, var(--paper)); }
    .map-empty rect { fill: var(--empty); }
    .map-empty text { fill: var(--empty-ink); }

    .faq-topic > h2 { margin: 3.5rem 0 1.25rem; padding-bottom: .5rem; border-bottom: 2px solid var(--ink); font-size: clamp(1.45rem, 3vw, 1.8rem); }
    .faq-entry { padding: .4rem 0 2rem; margin: 0 0 2rem; border-bottom: 1px solid var(--line); max-width: 44rem; }
    .faq-topic .faq-entry:last-child { border-bottom: 0; }
    .faq-question { margin: 0 0 .7rem; font-size: clamp(1.2rem, 2.3vw, 1.42rem); font-weight: 700; scroll-margin-top: 1.5rem; }
    .faq-link { margin-left: .25rem; padding: 0 .2rem; color: var(--soft); font-family: var(--sans); font-weight: 400; text-decoration: none; opacity: 0; }
    .faq-entry:hover .faq-link, .faq-link:focus-visible { opacity: 1; }
    .faq-question:target, .faq-answer:target { margin-left: -1rem; padding-left: calc(1rem - 4px); border-left: 4px solid var(--focus); }
    .faq-answer { scroll-margin-top: 6rem; }
    .faq-fold > summary { cursor: pointer; color: var(--link); font-weight: 600; padding: .35rem 0; }
    .faq-answer p, .faq-answer ol, .faq-answer ul { margin: 0 0 .9rem; }
    .faq-opening p { font: 1.17rem/1.55 var(--serif); }
    .faq-asked { color: var(--soft); font-size: .9rem; overflow-wrap: anywhere; }
    .faq-refs { font-size: .72em; line-height: 0; white-space: nowrap; color: var(--soft); }
    .faq-refs a { text-decoration: none; padding: .35em .1em; }
    .faq-refs a:hover { text-decoration: underline; }
    .faq-label { margin: 1.5rem 0 .55rem !important; font-size: .82rem; letter-spacing: .07em; text-transform: uppercase; color: var(--soft); }
    .faq-steps ol { list-style: none; counter-reset: step; padding: 0; }
    .faq-steps li { counter-increment: step; position: relative; padding: .1rem 0 .65rem 2.6rem; }
    .faq-steps li::before {
      content: counter(step); position: absolute; left: 0; top: .12rem; width: 1.7rem; height: 1.7rem; border-radius: 50%;
      background: var(--wash); border: 1px solid var(--line); text-align: center; font: 600 .88rem/1.6rem var(--sans);
    }
    .faq-partners > ul { list-style: none; padding: 0; }
    .faq-partners > ul > li { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .8rem 1.05rem; margin-bottom: .65rem; }
    .faq-partners ul ul { margin: .5rem 0 0; padding: 0; list-style: none; color: var(--soft); font-size: .95rem; }
    .faq-partners ul ul li { padding: .15rem 0 .15rem 1.35rem; position: relative; }
    .faq-partners ul ul li::before { content: "\\2192"; position: absolute; left: 0; }
    .faq-targets ul { list-style: none; padding: 0; }
    .faq-targets li { position: relative; padding: 0 0 .7rem 4.6rem; min-height: 2rem; }
    .faq-targets .faq-badge { position: absolute; left: 0; top: .1rem; min-width: 3.6rem; text-align: center; }
    .faq-badge { display: inline-block; padding: .08rem .5rem; border-radius: 6px; font: 700 .92rem/1.55 var(--sans); font-variant-numeric: tabular-nums; background: var(--goal, var(--wash)); color: var(--goal-ink, var(--ink)); }
    .faq-see ul { padding-left: 1.15rem; }
    .faq-see li { padding: .12rem 0; }
    .faq-sources { font-size: .88rem; line-height: 1.5; color: var(--soft); }
    .faq-sources { overflow-wrap: anywhere; }
    .faq-sources ol { padding-left: 1.6rem; }
    .faq-sources li { padding: .1rem 0; scroll-margin-top: 6rem; }
    .faq-sources li:target { color: var(--ink); background: var(--wash); box-shadow: 0 0 0 .3rem var(--wash); border-radius: 2px; }
    .faq-sources strong { font-weight: 600; color: var(--ink); }
    .faq-provenance { font-size: .82rem; color: var(--soft); }
    .faq-provenance code { font-size: .95em; overflow-wrap: anywhere; }
    .faq-warning { color: var(--mark); }
    .faq-answer > :last-child { margin-bottom: 0; }
    .colophon { border-top: 1px solid var(--line); margin-top: 2rem; padding-top: 1.25rem; padding-bottom: 3rem; color: var(--soft); font-size: .9rem; }
    .colophon p { margin: .3rem 0; }

    @media (min-width: 62rem) {
      .frame { display: grid; grid-template-columns: 18rem minmax(0, 1fr); column-gap: clamp(2.5rem, 5vw, 4.5rem); align-items: start; }
      .contents { position: sticky; top: 0; max-height: 100vh; overflow-y: auto; margin-left: -.5rem; padding: 1.25rem .5rem 2rem; }
      .map { margin-top: 1.25rem; }
      .map-rows li { grid-template-columns: 2.3rem 10.5rem 1fr auto; }
      .map-squares { grid-column: 3; grid-row: 1; }
    }
    @media screen { .out { display: none !important; } }
    @media (prefers-reduced-motion: reduce) { .topic summary::before { transition: none; } }
    @media print {
      :root {
        --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --wash: #f4f4f4; --link: #000; --mark: #000;
        --empty: #eee; --empty-ink: #555; color-scheme: light;
      }
      @page { margin: 18mm 16mm; }
      html { font-size: 10pt; }
      body { font-size: 1rem; line-height: 1.45; }
      .skip, .contents, .faq-link { display: none; }
      .masthead, .frame, .colophon { max-width: none; padding-left: 0; padding-right: 0; }
      .frame { display: block; }
      .faq-entry { max-width: none; }
      .map { margin: 1rem 0 2rem; }
      .map-rows li { grid-template-columns: 2.3rem 13rem 1fr auto; padding: .3rem 0; }
      .map-squares { grid-column: 3; grid-row: 1; }
      h2, h3, .faq-label { break-after: avoid; }
      li, h2, h3, .map { break-inside: avoid; }
      .faq-badge, .map-squares rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      .faq-sources a[href^="http"]::after { content: " <" attr(href) ">"; }
      details::details-content { content-visibility: visible; block-size: auto; display: block; }
      .faq-fold > summary { display: none; }
    }

    """
}
