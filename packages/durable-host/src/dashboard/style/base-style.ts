/** Colours, type, and what is the same everywhere. Contrasts of text are 4.5 to 1 or more, in light and dark. */
export const baseStyle: string = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f4f6fa, #0e1320);
  --surface: light-dark(#ffffff, #161d2e);
  --raised: light-dark(#f7f9fc, #1c2438);
  --text: light-dark(#172033, #e7ebf5);
  --muted: light-dark(#55607a, #a5b0c8);
  --line: light-dark(#dde3ee, #2a3550);
  --edge: light-dark(#8791a8, #66738f);
  --accent: light-dark(#2155c4, #8db6ff);
  --on-accent: light-dark(#ffffff, #0b1530);
  --danger: light-dark(#b3261e, #ff9d94);
  --pending: light-dark(#4f5b75, #b4bfd6);
  --running: light-dark(#1d58c7, #8db6ff);
  --suspended: light-dark(#8a5200, #f2bd62);
  --completed: light-dark(#176b3f, #6fd6a0);
  --failed: light-dark(#b3261e, #ff9d94);
  --terminated: light-dark(#6a3f9c, #cda9f7);
  --activity: light-dark(#3f78e0, #5b8def);
  --sub-orchestration: light-dark(#8456d0, #a884ea);
  --timer: light-dark(#c98716, #dba13c);
  --event: light-dark(#12958a, #35b8ab);
  --entity: light-dark(#c0458f, #dd6fb0);
  --control: light-dark(#6c7893, #8b97b3);
  --mono: ui-monospace, "SF Mono", "Cascadia Code", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); overflow-wrap: anywhere; }
main { max-width: 1240px; margin: 0 auto; padding: 20px 24px 64px; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0; font-weight: 650; letter-spacing: -.01em; }
h2 { font-size: .95rem; margin: 0; font-weight: 650; }
h1:focus, h2:focus { outline: none; }
a { color: var(--accent); text-underline-offset: 3px; }
a:not(:hover) { text-decoration-color: transparent; }
code, pre, .id, .subject { font-family: var(--mono); font-size: .87em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: 12px; top: -60px; background: var(--surface); padding: 8px 14px; z-index: 9; }
.skip:focus { top: 8px; }
.hint, .age { color: var(--muted); font-size: .87em; }
.empty { color: var(--muted); margin: 0; padding: 14px 16px; }
.problem { color: var(--danger); margin: 0; }
.problem:not(:empty) { border: 1px solid currentColor; border-radius: 8px; padding: 8px 12px; margin: 0 0 12px; background: var(--surface); }

button, .button {
  font: inherit; font-size: .92rem; color: var(--text); background: var(--surface); border: 1px solid var(--edge);
  border-radius: 8px; padding: 5px 13px; min-height: 34px; cursor: pointer; text-decoration: none;
  display: inline-flex; align-items: center; justify-content: center;
}
button:hover:not(:disabled), .button:hover { background: var(--raised); border-color: var(--text); }
button:disabled { color: var(--muted); border-color: var(--line); background: transparent; cursor: not-allowed; }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
button.primary:hover:not(:disabled) { background: color-mix(in oklab, var(--accent), var(--text) 18%); }
button.danger:not(:disabled) { color: var(--danger); border-color: var(--danger); }
button.danger.solid:not(:disabled) { background: var(--danger); color: light-dark(#ffffff, #2a0805); font-weight: 600; }
button.quiet, .button.quiet { border-color: transparent; background: transparent; color: var(--accent); padding: 4px 8px; }
button.quiet:hover:not(:disabled), .button.quiet:hover { background: var(--raised); border-color: var(--line); }
button[aria-pressed="true"] { background: var(--raised); border-color: var(--edge); }
input:not([type=checkbox]), select, textarea {
  font: inherit; font-size: .92rem; color: var(--text); background: var(--surface); border: 1px solid var(--edge);
  border-radius: 8px; padding: 5px 10px; min-height: 34px; max-width: 100%;
}
textarea { font-family: var(--mono); width: 100%; resize: vertical; }
input[type=checkbox] { accent-color: var(--accent); width: 16px; height: 16px; margin: 0; }
.check { display: inline-flex; align-items: center; gap: 8px; }
.field { display: flex; flex-direction: column; gap: 4px; min-width: 0; }
.field label { font-size: .82rem; color: var(--muted); }

header {
  display: flex; flex-wrap: wrap; align-items: center; gap: 6px 20px; padding: 8px 24px; background: var(--surface);
  border-bottom: 1px solid var(--line); position: sticky; top: 0; z-index: 5;
}
header nav { display: flex; gap: 4px; margin-right: auto; }
header nav a { padding: 5px 11px; border-radius: 8px; color: var(--muted); text-decoration: none; font-weight: 550; }
header nav a:hover { background: var(--raised); color: var(--text); }
header nav a[aria-current] { color: var(--text); background: var(--ground); }
.hub { font-weight: 700; display: inline-flex; align-items: center; gap: 10px; }
.mark { display: grid; gap: 3px; width: 24px; height: 24px; padding: 5px 4px; background: #20305a; border-radius: 6px; }
.mark i { height: 3px; border-radius: 2px; background: #fff; width: 60%; }
.mark i:nth-child(2) { background: #7fb0ff; width: 70%; margin-left: 30%; }
.mark i:nth-child(3) { background: #5fd39a; width: 45%; margin-left: 15%; }
.connection { font-size: .87rem; color: var(--muted); display: inline-flex; align-items: center; gap: 7px; }
.connection::before { content: ""; width: 8px; height: 8px; border-radius: 50%; background: var(--edge); }
.connection.is-live::before { background: var(--completed); }
.connection.is-lost { color: var(--failed); }
.connection.is-lost::before { background: var(--failed); }
.title { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 14px; margin-bottom: 16px; }
.title button { margin-left: auto; }
.back { flex-basis: 100%; font-size: .9rem; }
.back::before { content: "← "; }
.lock { max-width: 460px; padding-top: 12vh; }
.lock form { display: grid; gap: 12px; justify-items: start; }
.lock .field { width: 100%; }
.pages { display: flex; flex-wrap: wrap; align-items: center; justify-content: flex-end; gap: 8px; margin-top: 14px; }
@media (max-width: 640px) {
  main { padding: 14px 12px 48px; }
  header { padding: 8px 12px; }
  h1 { font-size: 1.25rem; }
}
@media (prefers-reduced-motion: no-preference) {
  .connection.is-live::before { animation: breathe 3s ease-in-out infinite; }
  @keyframes breathe { 50% { opacity: .45; } }
}
`;
