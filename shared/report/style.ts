/** The style sheet of the report: for screens, light and dark, and for A4 paper. */
export const style = `
:root { color-scheme: light dark; --ink: #1b1f24; --dim: #5a6472; --line: #d5dae1; --paper: #fff; --soft: #f4f6f8; --good: #14713a; --bad: #b3261e; --warn: #8a5a00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --dim: #9aa5b3; --line: #38404b; --paper: #15181c; --soft: #1e2329; --good: #5cc98a; --bad: #ff8a80; --warn: #f0b95a; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 66rem; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif; }
h1 { margin: 0; font-size: 1.7rem; line-height: 1.25; }
h2 { margin: 0 0 .4rem; font-size: 1.25rem; }
h3 { margin: 1.2rem 0 .3rem; font-size: 1rem; }
h1, h2, td, th, dd, p, li, code { overflow-wrap: anywhere; }
section { margin-top: 2rem; padding-top: 1.4rem; border-top: 2px solid var(--line); }
.kind { margin: 0 0 .2rem; color: var(--dim); font-size: .8rem; letter-spacing: .08em; text-transform: uppercase; }
.state { display: inline-block; margin-left: .5rem; padding: 0 .6rem; border: 1px solid currentColor; border-radius: 1rem; font-size: .85rem; font-weight: 600; line-height: 1.6; vertical-align: middle; white-space: nowrap; }
.good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); } .dim { color: var(--dim); }
.verdict { margin: 1rem 0 1.4rem; padding: .8rem 1rem; border-left: 4px solid currentColor; background: var(--soft); }
.verdict span { color: var(--ink); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.2rem; margin: 0; }
dt { color: var(--dim); } dd { margin: 0; }
.numbers { display: flex; flex-wrap: wrap; gap: .6rem; margin: .8rem 0; padding: 0; list-style: none; }
.numbers li { flex: 1 0 auto; min-width: 6.5rem; white-space: nowrap; padding: .5rem .8rem; border: 1px solid var(--line); border-radius: .4rem; }
.numbers b { display: block; font-size: 1.15rem; font-variant-numeric: tabular-nums; }
.numbers span { color: var(--dim); font-size: .8rem; }
details { margin: .8rem 0; border: 1px solid var(--line); border-radius: .4rem; }
summary { padding: .45rem .8rem; cursor: pointer; font-weight: 600; background: var(--soft); border-radius: .4rem; }
details > :not(summary) { margin: .6rem .8rem; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: .86rem; }
th, td { padding: .28rem .6rem .28rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { color: var(--dim); font-weight: 600; white-space: nowrap; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
td:first-child { min-width: 9rem; }
td > span { white-space: nowrap; }
code { font: .92em/1.4 ui-monospace, 'Cascadia Mono', Consolas, Menlo, monospace; unicode-bidi: isolate; }
h2 code { font-size: inherit; font-weight: inherit; }
footer { margin-top: 2.5rem; padding-top: .8rem; border-top: 1px solid var(--line); color: var(--dim); font-size: .82rem; }
@page { size: A4; margin: 14mm 12mm; }
@media print {
  :root { color-scheme: light; --ink: #000; --dim: #444; --line: #bbb; --paper: #fff; --soft: #fff; --good: #0b5d2c; --bad: #9b1c14; --warn: #6f4800; }
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  table { font-size: 8pt; }
  section { break-before: auto; }
  h2, h3, summary { break-after: avoid; }
  tr, li, .verdict { break-inside: avoid; }
  thead { display: table-header-group; }
  details { border: 0; } details > :not(summary) { margin-left: 0; margin-right: 0; } summary { padding-left: 0; list-style: none; }
  details::details-content { content-visibility: visible; block-size: auto; }
  .wide { overflow: visible; }
}
`;
