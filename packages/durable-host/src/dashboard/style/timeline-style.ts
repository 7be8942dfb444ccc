/** The bars. Failed and cancelled ones differ by pattern, not by colour alone. */
export const timelineStyle: string = `
.timeline { --label: 230px; overflow: auto; position: relative; max-height: 70vh; }
.timeline:focus-visible { outline-offset: -2px; }
.track { position: relative; width: calc(var(--label) + (100% - var(--label)) * var(--zoom)); min-width: 100%; }
.axis { position: sticky; top: 0; height: 40px; display: flex; background: var(--surface); border-bottom: 1px solid var(--line); z-index: 3; font-size: .74rem; line-height: 1.25; font-variant-numeric: tabular-nums; }
.corner { position: sticky; left: 0; flex: 0 0 var(--label); background: inherit; border-right: 1px solid var(--line); z-index: 1; }
.ticks { position: relative; flex: 1; margin-right: 10px; overflow: clip; }
.tick { position: absolute; top: 0; bottom: 0; padding: 4px 6px; border-left: 1px solid var(--line); white-space: nowrap; display: grid; color: var(--muted); }
.tick b { color: var(--text); font-weight: 600; }
.rows { position: relative; overflow: clip; }
.grid { position: absolute; inset: 0 10px 0 var(--label); }
.grid i { position: absolute; top: 0; bottom: 0; border-left: 1px solid color-mix(in oklab, var(--line), transparent 45%); }
.row { position: absolute; left: 0; right: 0; height: 26px; display: flex; cursor: pointer; --tone: var(--control); }
.row:hover { background: var(--raised); }
.row .label { position: sticky; left: 0; flex: 0 0 var(--label); min-width: 0; padding: 0 10px 0 16px; line-height: 26px; font-size: .84rem; background: var(--surface); border-right: 1px solid var(--line); z-index: 2; display: flex; gap: 8px; }
.row:hover .label { background: var(--raised); }
.row .name { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.row .name::before { content: ""; display: inline-block; width: 8px; height: 8px; border-radius: 2px; background: var(--tone); margin-right: 8px; }
.detail { color: var(--muted); font-family: var(--mono); font-size: .86em; }
.attempts { flex: none; color: var(--failed); font-weight: 600; font-size: .92em; margin-left: auto; }
.bars { position: relative; flex: 1; margin-right: 10px; }
.bar { position: absolute; top: 6px; height: 14px; min-width: 3px; border-radius: 4px; background: var(--tone); }
.bar.is-failed { background: repeating-linear-gradient(-45deg, var(--failed) 0 5px, color-mix(in oklab, var(--failed), var(--surface) 35%) 5px 9px); }
.bar.is-cancelled { background: none; border: 1px dashed var(--tone); }
.bar.is-retry-wait { top: 12px; height: 2px; border-radius: 0; background: repeating-linear-gradient(90deg, var(--failed) 0 4px, transparent 4px 8px); }
.bar.is-open { background: linear-gradient(90deg, var(--tone), color-mix(in oklab, var(--tone), transparent 65%)); border-right: 2px solid var(--tone); border-radius: 4px 0 0 4px; }
.bar.is-instant { width: 11px !important; height: 11px; top: 7px; margin-left: -5px; border-radius: 2px; transform: rotate(45deg); }
.of-activity { --tone: var(--activity); } .of-sub-orchestration { --tone: var(--sub-orchestration); }
.of-timer { --tone: var(--timer); } .of-event { --tone: var(--event); } .of-entity { --tone: var(--entity); }
.of-control { --tone: var(--control); }
.legend { display: inline-flex; flex-wrap: wrap; gap: 4px 14px; font-size: .82rem; color: var(--muted); margin-left: auto; }
.key { display: inline-flex; align-items: center; gap: 6px; }
.key::before { content: ""; width: 10px; height: 10px; border-radius: 3px; background: var(--tone); }
.zoom { display: inline-flex; align-items: center; gap: 2px; }
@media (max-width: 820px) { .timeline { --label: 128px; } .legend { margin-left: 0; } .tick span { display: none; } .axis { height: 26px; } }
@media (prefers-reduced-motion: no-preference) {
  .bar.is-open { animation: glow 2.4s ease-in-out infinite; }
  @keyframes glow { 50% { opacity: .6; } }
}
@media (forced-colors: active) { .bar, .dot, .key::before { forced-color-adjust: none; } }
`;
