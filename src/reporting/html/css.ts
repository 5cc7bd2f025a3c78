/**
 * The style sheet of every page. Colours are given twice, for light and dark; each pair of text and ground has a contrast
 * of at least 4.5, and nothing is told by colour alone.
 */
export const CSS = `
:root { color-scheme: light dark;
  --ink: #1b2430; --muted: #556070; --paper: #ffffff; --sheet: #f5f7f9; --line: #dce1e7; --strong: #76818f;
  --accent: #1d5fa6; --second: #a8500a; --good: #17693f; --bad: #b3261e; --warn: #805300;
  --bar: #7fa9d6; --bar-bad: #e29a93; --bar-good: #82bd9d; --track: #e8ecf1;
  --h1: #e3edf8; --h2: #bcd5f0; --h3: #8fb8e3; --h4: #3f7cbf; --h5: #174d8a; --h-deep: #ffffff; }
@media screen and (prefers-color-scheme: dark) { :root {
  --ink: #e4e8ed; --muted: #a2adba; --paper: #13171c; --sheet: #1a2027; --line: #2e3741; --strong: #8592a1;
  --accent: #82b8f2; --second: #f0a566; --good: #72cc98; --bad: #ff9a90; --warn: #ecbe62;
  --bar: #3f6fa3; --bar-bad: #94443d; --bar-good: #2f7350; --track: #262e37;
  --h1: #1d2c3c; --h2: #24425f; --h3: #2b5a88; --h4: #7fb3ea; --h5: #bcd9f8; --h-deep: #0d1318; } }
* { box-sizing: border-box }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans CJK SC", sans-serif; overflow-wrap: break-word }
header, main, footer { max-width: 74rem; margin: 0 auto; padding: 0 1.25rem }
header { padding-top: 2rem }
h1 { font-size: 1.75rem; line-height: 1.2; margin: .1rem 0 .4rem; font-weight: 650; letter-spacing: -.01em }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 0 0 .75rem; font-weight: 650 }
h3 { font-size: 1rem; margin: 0 0 .25rem; font-weight: 650 }
p { margin: 0 0 .75rem; max-width: 46rem }
a { color: var(--accent) }
code { font: .875em/1.4 ui-monospace, "SF Mono", Menlo, Consolas, "Noto Sans Mono", monospace; overflow-wrap: anywhere }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
.skip { position: absolute; left: -99rem } .skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .25rem .5rem }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
.kicker { color: var(--muted); margin: 0; font-size: .9rem }
.lead { font-size: 1.05rem; color: var(--muted) }
.verdict { font-weight: 600; margin: .75rem 0 } .verdict ul { font-weight: 400; margin: .25rem 0 0; padding-left: 1.25rem }
.good { color: var(--good) } .bad, .error { color: var(--bad) } .warn, .warning { color: var(--warn) } .info { color: var(--accent) } .muted { color: var(--muted) }
nav { border: solid var(--line); border-width: 1px 0; margin: 1.25rem 0 0; padding: .5rem 0 }
nav ul { display: flex; flex-wrap: wrap; gap: .1rem 1.25rem; list-style: none; margin: 0; padding: 0; font-size: .925rem }
nav a { display: inline-block; padding: .2rem 0; text-decoration: none } nav a:hover { text-decoration: underline }
section { margin: 2.25rem 0; padding-top: .25rem }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 1px; margin: 0 0 1.25rem; border: 1px solid var(--line); border-radius: .5rem; overflow: hidden }
.tiles > div { box-shadow: 0 0 0 1px var(--line); padding: .85rem 1rem }
.tiles dt { font-size: .9rem; font-weight: 600 } .tiles dd { margin: 0 }
.tiles .value { font-size: 1.6rem; line-height: 1.3; font-weight: 650; font-variant-numeric: tabular-nums; letter-spacing: -.01em }
.tiles .note { font-size: .825rem; line-height: 1.4; color: var(--muted) }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 28rem), 1fr)); gap: 1.25rem; margin: 0 0 1.25rem }
figure { margin: 0; padding: 1rem; border: 1px solid var(--line); border-radius: .5rem; min-width: 0 }
figure > p { font-size: .9rem; color: var(--muted); margin-bottom: .5rem }
svg.chart { display: block; width: 100%; height: auto; max-width: 34rem; font-family: inherit }
svg.chart text { fill: var(--muted); font-size: 12px } svg.chart .name { fill: var(--ink) }
.grid { stroke: var(--line); stroke-width: 1 } .axis { stroke: var(--strong); stroke-width: 1 }
.line { fill: none; stroke: var(--accent); stroke-width: 2; stroke-linejoin: round } .line.s1 { stroke: var(--second); stroke-dasharray: 6 3 } .line.s2 { stroke: var(--good); stroke-dasharray: 2 3 }
.key.s0 { fill: var(--accent) } .key.s1 { fill: var(--second) } .key.s2 { fill: var(--good) }
.area { fill: var(--bar); opacity: .3 } .ideal { stroke: var(--strong); stroke-dasharray: 4 4; fill: none }
.dot { fill: var(--accent); stroke: var(--paper); stroke-width: 1 } .whisker { stroke: var(--accent); stroke-width: 2 } .mark { stroke: var(--second); stroke-width: 1.5; stroke-dasharray: 3 3 }
.column { fill: var(--bar) } .frame { fill: none; stroke: var(--line) }
.c1 { fill: var(--h2) } .c2 { fill: var(--h3) } .c3 { fill: var(--h4) } .c4 { fill: var(--h5) }
.bar { display: block; width: 100%; margin-top: .45rem; min-width: 4rem; height: .6rem; border-radius: .15rem; background: var(--track) }
.bar rect { fill: var(--bar) } .bar .low { fill: var(--bar-bad) } .bar .high { fill: var(--bar-good) }
.spark { width: 6rem; height: 1.5rem; vertical-align: middle; overflow: visible } .spark path { fill: none; stroke: var(--accent); stroke-width: 1.5; vector-effect: non-scaling-stroke }
.scroll { position: relative; container-type: inline-size; overflow: auto; margin: 0 0 1rem; border: 1px solid var(--line); border-radius: .5rem }
table { border-collapse: collapse; width: 100%; font-size: .925rem }
caption { text-align: left; padding: .6rem .75rem; color: var(--muted); font-size: .9rem; caption-side: top } caption > span { display: block; position: sticky; left: .75rem; max-width: min(60rem, calc(100cqw - 1.5rem)) } caption b { color: var(--ink); font-weight: 600 }
th, td { padding: .4rem .75rem; text-align: left; vertical-align: top; border-top: 1px solid var(--line) }
thead th, thead td { font-weight: 600; color: var(--muted); background: var(--sheet); white-space: nowrap; vertical-align: bottom } tbody th { font-weight: 400; min-width: 8rem } .heat tbody th { min-width: 0 }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap } td small { color: var(--muted); font-size: .8rem } td.w { min-width: 7rem } td.t { min-width: 15rem } td.l { white-space: nowrap } td details { margin: 0 } th code, td code { overflow-wrap: break-word }
.long { max-height: min(44rem, 80vh) } .long thead { position: sticky; top: 0; z-index: 1 }
thead button { font: inherit; color: inherit; background: none; border: 0; padding: 0; margin: 0; cursor: pointer; text-align: inherit }
thead button::after { content: "\\2195"; opacity: .55; padding-left: .3em; font-size: .85em }
thead [aria-sort=ascending] button::after { content: "\\2191"; opacity: 1 } thead [aria-sort=descending] button::after { content: "\\2193"; opacity: 1 }
.tools { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; padding: 0 0 .5rem; font-size: .9rem } .tools label { display: grid; gap: .1rem; color: var(--muted); font-size: .825rem }
.tools input, .tools select { font: inherit; font-size: 1rem; color: var(--ink); background: var(--paper); border: 1px solid var(--strong); border-radius: .3rem; height: 2.2rem; padding: .25rem .5rem; max-width: 100% } .tools output { color: var(--muted); padding: .3rem 0 }
.heat { width: auto } .heat td { text-align: center; min-width: 1.9rem; padding: .3rem .15rem; font-variant-numeric: tabular-nums; border-left: 1px solid var(--line) } .heat tbody th { white-space: nowrap; padding: .2rem .5rem } .heat code { font-size: .8rem }
.heat thead th { padding: .5rem .2rem; text-align: left } .heat thead th[scope=col] span { writing-mode: vertical-rl; transform: rotate(180deg); max-height: 13rem; margin: 0 auto; display: block; font-weight: 400 }
.heat .h0 { background: var(--sheet) } .heat .h1 { background: var(--h1) } .heat .h2 { background: var(--h2) } .heat .h3 { background: var(--h3) } .heat .h4 { background: var(--h4); color: var(--h-deep) } .heat .h5 { background: var(--h5); color: var(--h-deep) }
details { margin: .5rem 0 } summary { cursor: pointer; color: var(--accent); font-size: .925rem } details > .scroll { margin-top: .5rem }
details.case { border: 1px solid var(--line); border-radius: .5rem; margin: 0 0 .5rem; padding: .5rem .9rem } details.case > summary { color: var(--ink); font-size: 1rem }
details.case > summary small, .tag { color: var(--muted); font-size: .85rem }
.talk { list-style: none; margin: .75rem 0; padding: 0; max-width: 46rem } .talk li { margin: 0 0 .6rem; padding: .5rem .8rem; border-radius: .6rem; background: var(--sheet); width: fit-content; max-width: 92% }
.talk .customer { background: var(--h1); margin-left: auto } .talk .said, .pre { white-space: pre-line } .talk small { display: block; color: var(--muted); font-size: .825rem } .talk .customer small { color: var(--ink) }
.talk .wrong { border-left: 4px solid var(--bad) }
.case [id] { scroll-margin-top: 4rem } .facts { margin: 0 0 .5rem } .facts > div { display: grid; grid-template-columns: minmax(7rem, 11rem) 1fr; gap: .1rem 1rem; padding: .25rem 0 } .facts dt { color: var(--muted); font-size: .9rem } .facts dd { margin: 0; min-width: 0 } .said-list { margin: 0; padding-left: 1.1rem }
dl.meanings { margin: 0; font-size: .925rem } .meanings > div { padding: .6rem 0; border-top: 1px solid var(--line); max-width: 60rem } .meanings > div:target { background: var(--sheet) } .meanings dt { font-weight: 600 } .meanings dt code { font-weight: 400; color: var(--muted); padding-left: .4rem } .meanings dd { margin: 0 }
footer { margin-top: 3rem; padding-bottom: 3rem; font-size: .875rem; color: var(--muted) } footer p { border-top: 1px solid var(--line); padding-top: .75rem; max-width: none }
@media (max-width: 40rem) { .facts > div { grid-template-columns: 1fr } header, main, footer { padding-left: .9rem; padding-right: .9rem } .tiles { grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)) } .tiles > div { padding: .7rem .75rem } figure { padding: .75rem } th, td { padding: .4rem .5rem } tbody th { min-width: 6rem } th.t, td.t { min-width: 11rem } }
@media print { :root { color-scheme: light; --ink: #000; --muted: #444; --line: #ccc } body { font-size: 9.5pt } .heat, .bar, figure { print-color-adjust: exact } table { font-size: 8pt } th, td { padding: .25rem .4rem } thead th, thead td { white-space: normal; position: static } nav, .tools, .skip, thead button::after { display: none } header, main, footer { max-width: none; padding: 0 } .scroll { overflow: visible; max-height: none; container-type: normal } caption > span { max-width: none } svg.chart { max-width: 12cm } td.t { min-width: 8rem } section { margin: 1.25rem 0 } figure, .tiles > div, tr, li { break-inside: avoid } h2, h3 { break-after: avoid } thead { display: table-header-group } }
@media (forced-colors: active) { .bar rect, .column, .dot, .key { fill: CanvasText } .line, .whisker { stroke: CanvasText } }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth } }
`;
