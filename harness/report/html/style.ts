/** The page's style: system fonts, one accent for what is violated, and a hue for each writer. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #fff; --raised: #f6f7f8; --line: #dfe2e6; --ink: #1b1f24; --quiet: #59616b; --accent: #b3123d; --accent-soft: #fdecef;
  --good: #17693a; --choice: #e9eef5; --nobody: #b9bec5;
  --w1: #1f66c1; --w2: #b85a00; --w3: #1b7f5a; --w4: #7d4bb3; --w5: #a8357e; --w6: #6a7000; --w7: #007480; --w8: #80503a;
  --toward: #fff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171b; --raised: #1c2025; --line: #333a42; --ink: #e4e7eb; --quiet: #a2abb6; --accent: #ff8aa2; --accent-soft: #3a1a24;
    --good: #6fd49a; --choice: #262e39; --nobody: #59616b;
    --w1: #6ea8f7; --w2: #f0a35a; --w3: #5ec8a0; --w4: #b895ea; --w5: #ec86c3; --w6: #c4c860; --w7: #58c4d0; --w8: #cf9f86;
    --toward: #14171b;
  }
}
:root {
${Array.from({ length: 8 }, (_, at) => shades(at + 1)).join('\n')}
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
main, header.run { max-width: 1600px; margin: 0 auto; padding: 0 24px; }
header.run { padding-top: 14px; padding-bottom: 10px; }
h1 { font-size: 15px; font-weight: 600; margin: 0; }
h1 .verdict { text-transform: uppercase; letter-spacing: .04em; margin-right: .5em; }
.violated-word { color: var(--accent); } .holds-word { color: var(--good); } .inconclusive-word { color: var(--quiet); }
p { margin: 0; }
small, .quiet { color: var(--quiet); font-size: 13px; font-weight: 400; }
code, pre, kbd, .lanes td, .lanes th { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: 13px; }
a { color: inherit; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.violations { border-top: 1px solid var(--line); padding: 12px 0 20px; }
.violations h2 { margin: 0 0 6px; font-size: 15px; font-weight: 600; }
.violations ol { margin: 0; padding-left: 2.2em; }
.violations li { margin: 4px 0; max-width: 110ch; overflow-wrap: anywhere; }
.violations a { color: var(--accent); }

.violation { display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr) minmax(300px, 400px); gap: 10px 24px; padding-bottom: 20px; }
.violation.pictured { max-height: calc(100vh - 56px); min-height: 480px; }
.violation > header { grid-column: 1 / -1; border-top: 1px solid var(--line); padding-top: 12px; }
.violation > header p { max-width: 110ch; overflow-wrap: anywhere; }
.violation h2.oracle { margin: 0; font-size: 20px; line-height: 1.3; font-weight: 600; text-wrap: pretty; }
.facts { color: var(--quiet); font-size: 13px; }
.replay { user-select: all; overflow-wrap: anywhere; }

.scroll { overflow: auto; border: 1px solid var(--line); border-radius: 6px; scroll-padding: 40px 0 8px; min-height: 0; align-self: start; max-height: 100%; }
.stretch { min-width: calc(52px + var(--columns) * 160px); content-visibility: auto; contain-intrinsic-size: auto calc(var(--rows) * 36px); }
.lanes { border-collapse: separate; border-spacing: 0; width: 100%; table-layout: fixed; }
.lanes col.n { width: 52px; } .lanes col.file { width: var(--file); }
.lanes th, .lanes td { text-align: left; font-weight: 400; vertical-align: top; padding: 4px 10px; overflow-wrap: anywhere; line-height: 1.45; }
.lanes thead th { position: sticky; top: 0; z-index: 1; background: var(--raised); border-bottom: 1px solid var(--line); font-weight: 600; }
.lanes .n { color: var(--quiet); text-align: right; padding-right: 8px; font-variant-numeric: tabular-nums; }
.lanes tbody tr { cursor: pointer; }
.lanes tbody tr:hover { background: var(--raised); }
.lanes tbody tr[aria-current] { background: var(--choice); }
.lanes tbody tr.violated { background: var(--accent-soft); }
.lanes tbody tr[aria-current] { outline: 1px solid var(--quiet); outline-offset: -1px; }
.lanes tbody tr[aria-current] > th { box-shadow: inset 4px 0 var(--ink); color: var(--ink); font-weight: 600; }
.lanes tbody tr.violated > th { box-shadow: inset 4px 0 var(--accent); color: var(--accent); font-weight: 600; }
.lanes td.lane { padding-left: 28px; border-left: 1px solid var(--line);
  --b0: transparent; --b1: transparent; --b2: transparent;
  background: linear-gradient(var(--b0), var(--b0)) 8px 0 / 3px 100% no-repeat, linear-gradient(var(--b1), var(--b1)) 14px 0 / 3px 100% no-repeat, linear-gradient(var(--b2), var(--b2)) 20px 0 / 3px 100% no-repeat; }
.lanes td.absent { background: repeating-linear-gradient(135deg, var(--raised) 0 6px, transparent 6px 12px); border-left: 1px solid var(--line); }
.again { display: block; font: 600 12px/1.5 system-ui, sans-serif; }
.lanes td.r0 { --b0: var(--quiet); } .lanes td.r1 { --b1: var(--quiet); } .lanes td.r2 { --b2: var(--quiet); }
.lanes td.d0 { --b0: var(--line); } .lanes td.d1 { --b1: var(--line); } .lanes td.d2 { --b2: var(--line); }
.lanes i { font-style: normal; color: var(--quiet); } .lanes i.error, .fault { color: var(--accent); }
.fault { font-weight: 600; white-space: nowrap; }
.lanes small { font-size: 12px; float: right; }
.note { display: block; font: 12px/1.4 system-ui, sans-serif; color: var(--quiet); }
.lanes td.file, .lanes th.file { border-left: 1px solid var(--line); }
.stripe { display: block; height: 7px; border-radius: 2px; margin: 6px 0 5px; background: var(--nobody); opacity: .38; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.new .stripe { opacity: 1; }
.stripe.empty, .stripe.missing { background: none; border: 1px dashed var(--quiet); }
.stripe.missing { width: 4%; border-style: dotted; }
.words { display: block; font-size: 12px; }
.mark { display: inline-block; background: var(--accent); color: var(--paper); font: 600 11px/1.5 system-ui, sans-serif; letter-spacing: .03em; padding: 0 6px; border-radius: 3px; margin-right: 6px; }
.swatch { display: inline-block; width: 9px; height: 9px; border-radius: 2px; margin-right: 7px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }

.panel { min-width: 0; min-height: 0; overflow: auto; padding: 2px 4px 8px; }
.go { display: flex; flex-wrap: wrap; gap: 6px; margin-bottom: 14px; }
button { font: inherit; font-size: 13px; line-height: 1.4; color: inherit; background: var(--raised); border: 1px solid var(--line); border-radius: 5px; padding: 4px 10px; cursor: pointer; }
button:hover { border-color: var(--quiet); }
button[data-go=violated] { color: var(--accent); border-color: currentColor; background: none; }
.now .count { color: var(--quiet); font-size: 13px; } .now .count .mark { margin-left: 8px; }
.now h2 { margin: 2px 0 8px; font-size: 16px; line-height: 1.4; font-weight: 600; overflow-wrap: anywhere; }
.source { overflow-wrap: anywhere; margin-bottom: 8px; }
.source .code { display: block; background: var(--raised); border-radius: 4px; padding: 4px 8px; margin-top: 4px; white-space: pre-wrap; }
.notes { margin: 0 0 8px; padding-left: 18px; font-size: 14px; }
.held { border-top: 1px solid var(--line); padding-top: 10px; margin-top: 10px; }
.held h3 { margin: 0; font-size: 14px; overflow-wrap: anywhere; } .held p { font-size: 14px; overflow-wrap: anywhere; }
.held.torn > p, .held.mixed > p, .held.empty > p { color: var(--accent); }
.held pre { margin: 8px 0; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.7; }
.part { background: color-mix(in srgb, var(--of) 20%, var(--paper)); border-bottom: 2px solid var(--of); padding: 1px 0; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.part + .part { margin-left: 2px; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 0; padding: 0; font-size: 13px; }
.legend .part { padding: 0 4px; }
.keys { color: var(--quiet); font-size: 12px; margin-top: 14px; }
kbd { border: 1px solid var(--line); border-radius: 3px; padding: 0 4px; font-size: 12px; }

.run-facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(300px, 1fr)); gap: 24px 40px; padding: 16px 0 32px; border-top: 1px solid var(--line); }
.run-facts h2 { font-size: 14px; margin: 0 0 6px; } .run-facts > section { min-width: 0; }
.run-facts table { border-collapse: collapse; width: 100%; font-size: 14px; }
.run-facts td, .run-facts th { text-align: left; font-weight: 400; padding: 3px 12px 3px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
.run-facts thead th { color: var(--quiet); font-size: 13px; } .run-facts td.amount, .run-facts th.amount { text-align: right; font-variant-numeric: tabular-nums; padding-right: 0; }
.run-facts p, .run-facts li { font-size: 14px; overflow-wrap: anywhere; } .run-facts pre { white-space: pre-wrap; overflow-wrap: anywhere; color: var(--quiet); }
.run-facts ul { margin: 0; padding-left: 18px; } .run-facts li.caveat { font-weight: 600; }

@media (max-width: 900px) {
  main, header.run { padding: 0 14px; } header.run { padding-top: 12px; padding-bottom: 10px; }
  .violation, .violation.pictured { display: block; max-height: none; }
  .violation h2.oracle { font-size: 17px; }
  .violation > * { margin-bottom: 12px; }
  .scroll { max-height: 60vh; }
  .lanes th, .lanes td { padding: 4px 6px; } .lanes td.lane { padding-left: 14px; background-position: 4px 0, 7px 0, 10px 0; background-size: 2px 100%; }
  .stretch { min-width: calc(48px + var(--columns) * 108px); }
  .lanes col.n { width: 48px; } .lanes col.file { width: auto; } .lanes td, .lanes th { font-size: 12px; } .lanes small { display: none; }
}
@media print {
  :root { color-scheme: light; }
  .violation, .violation.pictured { display: block; max-height: none; break-after: page; }
  .scroll { overflow: visible; max-height: none; border: 0; } .panel { overflow: visible; margin-top: 16px; break-inside: avoid; }
  .stretch { min-width: 0; content-visibility: visible; }
  .go, .keys { display: none; } .lanes thead th { position: static; } .lanes tr { break-inside: avoid; }
}
@media (prefers-reduced-motion: no-preference) { .lanes tbody tr { transition: background-color .12s; } }
`

/** Three shades of a writer's hue, for its calls. */
function shades(writer: number): string {
  const mixed = (share: number) => `color-mix(in oklab, var(--w${writer}) ${share}%, var(--toward))`
  return `  --w${writer}-0: var(--w${writer}); --w${writer}-1: ${mixed(68)}; --w${writer}-2: ${mixed(42)};`
}
