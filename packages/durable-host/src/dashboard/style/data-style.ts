/** Tables, badges, filters, values, events and dialogs. */
export const dataStyle: string = `
.panel, table { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; }
.panel { margin-top: 16px; overflow: hidden; min-width: 0; }
.panel table { border: 0; border-radius: 0; }
.panel-title { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 14px; padding: 10px 16px; border-bottom: 1px solid var(--line); min-height: 46px; }
.panel > .pages { margin: 0; padding: 10px 16px; border-top: 1px solid var(--line); }
table { width: 100%; border-spacing: 0; overflow: hidden; }
th, td { text-align: left; padding: 9px 14px; border-top: 1px solid var(--line); font-weight: 400; vertical-align: top; }
thead th { border-top: 0; font-size: .8rem; color: var(--muted); font-weight: 600; background: var(--raised); white-space: nowrap; }
tbody tr:hover { background: var(--raised); }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.time { font-variant-numeric: tabular-nums; }
.age { white-space: nowrap; }
.narrow { display: none; color: var(--muted); font-size: .87em; }
.badge { display: inline-flex; align-items: center; gap: 6px; font-size: .82rem; font-weight: 600; line-height: 1.7; padding: 0 10px; border-radius: 99px; white-space: nowrap; color: var(--tone); background: color-mix(in oklab, var(--tone) 11%, var(--surface)); }

:is(.badge, .chip).is-pending { --tone: var(--pending); }
:is(.badge, .chip).is-running { --tone: var(--running); }
:is(.badge, .chip).is-suspended { --tone: var(--suspended); }
:is(.badge, .chip).is-completed { --tone: var(--completed); }
:is(.badge, .chip).is-failed { --tone: var(--failed); }
:is(.badge, .chip).is-terminated { --tone: var(--terminated); }

.filter { margin-bottom: 16px; display: grid; gap: 12px; }
.fields { display: flex; flex-wrap: wrap; align-items: flex-end; gap: 12px; }
.fields .check { min-height: 34px; font-size: .92rem; }
.chips { border: 0; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: 8px; }
.chip { position: relative; display: inline-flex; align-items: center; gap: 7px; padding: 3px 13px; min-height: 34px; border: 1px solid var(--line); border-radius: 99px; background: var(--surface); font-size: .9rem; cursor: pointer; }
.chip:hover { border-color: var(--edge); }
.chip input { position: absolute; inset: 0; width: 100%; height: 100%; opacity: 0; cursor: pointer; }
.chip .dot { width: 9px; height: 9px; border-radius: 50%; background: var(--tone); }
.chip .count { color: var(--muted); font-variant-numeric: tabular-nums; }
.chip:has(:checked) { border-color: var(--tone); box-shadow: inset 0 0 0 1px var(--tone); background: color-mix(in oklab, var(--tone) 11%, var(--surface)); }
.chip:has(:focus-visible) { outline: 2px solid var(--accent); outline-offset: 2px; }

.actions { display: flex; flex-wrap: wrap; gap: 8px; margin-bottom: 16px; }
.facts { display: flex; flex-wrap: wrap; gap: 14px 36px; margin: 0; padding: 14px 16px; background: var(--surface); border: 1px solid var(--line); border-radius: 12px; }
.facts dt, .members dt { font-size: .8rem; color: var(--muted); }
.facts dd, .members dd { margin: 0; min-width: 0; }
.facts .age { display: block; }
.tag { display: inline-block; border: 1px solid var(--line); border-radius: 6px; padding: 0 7px; margin-right: 6px; font-size: .87em; }
.values { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr)); gap: 0 16px; }
.value pre { margin: 0; padding: 12px 16px; max-height: 340px; overflow: auto; white-space: pre-wrap; line-height: 1.45; }
.value pre:focus-visible { outline-offset: -2px; }
.value button { margin: 0 8px 8px; }

.tools { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; margin-left: auto; font-size: .9rem; }
.events { list-style: none; margin: 0; padding: 0; }
.events li + li { border-top: 1px solid var(--line); }
.event { display: grid; grid-template-columns: 16px 7.5em 6em minmax(11em, 15em) 1fr; gap: 0 10px; padding: 6px 16px; cursor: pointer; align-items: baseline; list-style: none; }
.event::-webkit-details-marker { display: none; }
.event::before { content: "▸"; color: var(--muted); }
details[open] > .event::before { content: "▾"; }
.event:hover, details[open] > .event { background: var(--raised); }
.event:focus-visible { outline-offset: -2px; }
.event time, .offset { font-variant-numeric: tabular-nums; color: var(--muted); font-size: .87em; }
.offset { text-align: right; }
.event.is-bad .what { color: var(--failed); font-weight: 600; }
.event.is-good .what { color: var(--completed); }
.members { margin: 0; padding: 8px 16px 14px 42px; display: grid; grid-template-columns: 6em minmax(0, 1fr); gap: 6px 12px; background: var(--raised); }
.members pre { padding: 0; }

dialog { border: 1px solid var(--line); border-radius: 14px; background: var(--surface); color: var(--text); padding: 22px; width: min(520px, calc(100vw - 24px)); box-shadow: 0 24px 70px rgb(0 0 0 / .35); }
dialog::backdrop { background: rgb(10 15 30 / .5); }
dialog form { display: grid; gap: 14px; }
dialog h2 { font-size: 1.1rem; }
dialog p { margin: 0; }
dialog .field input, dialog .field select { width: 100%; }
.buttons { display: flex; justify-content: flex-end; gap: 10px; }
@media (max-width: 820px) {
  .wide { display: none; }
  .narrow { display: block; }
  th, td { padding: 8px 10px; }
  .age { display: block; }
  .event { grid-template-columns: 16px 1fr auto; }
  .event time { display: none; }
  .event .what { grid-column: 2; grid-row: 1; }
  .event .offset { grid-column: 3; grid-row: 1; }
  .event .subject { grid-column: 2 / -1; }
  .event .subject:empty { display: none; }
  .members { grid-template-columns: minmax(0, 1fr); padding-left: 16px; gap: 2px; }
  .members dd { margin-bottom: 8px; }
  .tools { margin-left: 0; }
}
@media (max-width: 480px) {
  table .clock, .hint .clock { display: none; }
  th, td { padding: 8px; }
  .fields .field { flex: 1 1 100%; }
  .fields input, .fields select { width: 100%; }
}
`;
