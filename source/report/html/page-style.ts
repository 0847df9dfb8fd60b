/** The style of a page: light, dark and on paper. Colours are told by words as well, and each text has a contrast of 4.5 at least. */
export const pageStyle = `
:root {
	color-scheme: light dark;
	--paper: #f7f9fa; --card: #ffffff; --ink: #13212b; --soft: #51616d; --line: #d8e0e5; --deep: #0b5568; --deep-soft: #e3f1f4;
	--good: #146c43; --good-soft: #dff3e8; --bad: #a4161a; --bad-soft: #fde8e8;
	--critical: #7b0d1e; --critical-soft: #f9d9de; --error: #a4161a; --error-soft: #fde8e8; --warning: #7a4b00; --warning-soft: #fdf0d5; --note: #1d4e79; --note-soft: #e4eff8;
	--live: #8ec6d2; --live-edge: #ffffff; --waste: #b4570f; --map-ink: #08252d; --frame: #e9f1f4;
	--mono: ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace;
}
@media (prefers-color-scheme: dark) {
	:root {
		--paper: #0d151b; --card: #14202a; --ink: #e4ecf1; --soft: #a3b4c0; --line: #2a3a46; --deep: #7fd0e0; --deep-soft: #12303a;
		--good: #7fdba6; --good-soft: #12301f; --bad: #ff9a9a; --bad-soft: #3a1518;
		--critical: #ffb3c0; --critical-soft: #4a1220; --error: #ff9a9a; --error-soft: #3a1518; --warning: #f3c677; --warning-soft: #35260b; --note: #9cc9f0; --note-soft: #142a3e;
		--live: #2f6f7f; --live-edge: #14202a; --waste: #f0a35e; --map-ink: #f1f7f9; --frame: #1a2b36;
	}
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif; }
.page { max-width: 75rem; margin: 0 auto; padding: 0 1.25rem 3rem; }
a { color: var(--deep); }
a:focus-visible, summary:focus-visible, input:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--deep); outline-offset: 2px; border-radius: 4px; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: .5rem 1rem; }
header.top { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline; justify-content: space-between; padding: 1.5rem 0 0; }
header.top h1 { flex-basis: 100%; }
.brand { margin: 0; color: var(--deep); font-weight: 650; letter-spacing: .02em; }
h1 { margin: 0; font-size: clamp(1.5rem, 4vw, 2.25rem); line-height: 1.2; letter-spacing: -.01em; overflow-wrap: anywhere; }
h2 { margin: 0 0 .5rem; font-size: 1.6rem; line-height: 1.3; overflow-wrap: anywhere; }
.card-title { margin: 0 0 .75rem; font-size: 1.35rem; line-height: 1.3; }
.rule-title { margin: 0; font-size: 1rem; display: inline; overflow-wrap: anywhere; }
p { margin: 0 0 .75rem; max-width: 70ch; }
code { font-family: var(--mono); font-size: .875em; overflow-wrap: anywhere; unicode-bidi: isolate; }
.soft { color: var(--soft); }
.verdict { display: inline-block; padding: .1rem .7rem; border-radius: 999px; font-weight: 700; letter-spacing: .04em; }
.pass { color: var(--good); background: var(--good-soft); }
.fail { color: var(--bad); background: var(--bad-soft); }
.lead { font-size: 1.1rem; margin: .75rem 0 0; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; list-style: none; margin: 0; padding: 0; }
section.image { margin-top: 1.5rem; padding-top: 1.5rem; border-top: 3px solid var(--deep); }
section.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.25rem; margin: 1.25rem 0; }
dl.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: .75rem; margin: 1.25rem 0; }
dl.facts div { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: .55rem 1rem; }
dl.facts dt { color: var(--soft); font-size: .875rem; }
dl.facts dd { margin: 0; font-size: 1.35rem; font-weight: 650; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
dl.facts dd.small { font-size: 1rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
caption { text-align: left; color: var(--soft); padding-bottom: .5rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .75rem .45rem 0; border-top: 1px solid var(--line); }
thead th { border-top: 0; color: var(--soft); font-weight: 600; font-size: .875rem; white-space: nowrap; }
tbody th { font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.wide { min-width: 16rem; }
.badge { display: inline-block; min-width: 4.6rem; text-align: center; padding: .05rem .55rem; border-radius: 6px; font-size: .8125rem; font-weight: 700; margin-right: .5rem; }
.critical { color: var(--critical); background: var(--critical-soft); }
.error { color: var(--error); background: var(--error-soft); }
.warning { color: var(--warning); background: var(--warning-soft); }
.note { color: var(--note); background: var(--note-soft); }
details { border-top: 1px solid var(--line); }
details > summary { cursor: pointer; padding: .7rem 0; }
details > summary .soft { margin-left: .4rem; white-space: nowrap; }
details[open] > summary { padding-bottom: .35rem; }
ul.findings { list-style: none; margin: 0 0 1rem; padding: 0; }
ul.findings > li { padding: .7rem 0 .7rem 1rem; border-left: 3px solid var(--line); margin: .5rem 0; }
ul.findings > li.fails { border-left-color: var(--bad); }
ul.findings p { margin: 0 0 .25rem; }
.what { font-weight: 550; overflow-wrap: anywhere; }
.remedy { color: var(--good); overflow-wrap: anywhere; }
.place { color: var(--soft); font-size: .9rem; overflow-wrap: anywhere; }
.size { font-variant-numeric: tabular-nums; font-weight: 650; color: var(--waste); }
.filters { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; margin-bottom: 1rem; }
.filters[hidden] { display: none; }
.filters label { font-size: .9rem; color: var(--soft); }
.filters input[type=search] { display: block; font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--soft); border-radius: 8px; padding: .4rem .7rem; width: min(22rem, 80vw); }
.filters fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem .9rem; }
.filters legend { padding: 0; font-size: .9rem; color: var(--soft); }
.filters fieldset label { color: var(--ink); }
figure { margin: 1rem 0 0; }
figcaption { color: var(--soft); font-size: .9rem; margin-bottom: .5rem; }
svg.map { display: block; width: 100%; min-width: 44rem; height: auto; }
.map .frame { fill: var(--frame); }
.map .part { fill: var(--live); stroke: var(--live-edge); stroke-width: 1; }
.map .wasted { fill: url(#wasted); }
.map text { fill: var(--map-ink); font: 11px system-ui, sans-serif; paint-order: stroke; stroke: var(--live); stroke-width: 3px; stroke-linejoin: round; }
.map text.head { font-weight: 650; stroke: var(--frame); }
#wasted path { stroke: var(--waste); stroke-width: 3; }
#wasted rect { fill: var(--card); fill-opacity: .35; }
.bar { display: block; width: 8rem; height: .7rem; }
.bar .all { fill: var(--frame); }
.bar .live { fill: var(--live); }
.bar .wasted { fill: var(--waste); }
.key { display: inline-block; width: .9rem; height: .9rem; vertical-align: -.12rem; margin-right: .35rem; }
footer { margin-top: 2.5rem; color: var(--soft); font-size: .9rem; }
@media (max-width: 40rem) {
	.page { padding: 0 .9rem 2rem; }
	section.card { padding: 1rem .9rem; border-radius: 10px; }
	dl.facts { grid-template-columns: 1fr 1fr; }
	dl.facts dd { font-size: 1.15rem; }
}
@media print {
	:root { color-scheme: light; --paper: #fff; --card: #fff; }
	.filters, nav, .skip { display: none; }
	.page { max-width: none; }
	section.card { break-inside: auto; border-color: #999; }
	details::details-content { content-visibility: visible; block-size: auto; }
	li, tr, figure { break-inside: avoid; }
	svg.map { min-width: 0; }
}
`;
