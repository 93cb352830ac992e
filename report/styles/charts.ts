import { html, type Markup } from "../html.ts";

/** Bars and their text: side by side where there is room, otherwise the text above and below the bar. */
export const chartStyles: Markup = html`
figure+figure{margin-top:3.25rem}
figcaption p{color:var(--muted);max-width:66ch;margin-top:.3rem;font-size:.875rem}
figure .nothing{margin-top:.75rem}
.total{margin-top:1rem;font-size:1.0625rem}
.total strong{font-weight:650}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin-top:1rem}
.chart{margin-top:1rem}
.chart>li{display:grid;gap:0 1.25rem;padding:.4rem 0}
.chart-label{font-size:.875rem;line-height:1.35}
.chart-label span{color:var(--muted);font-size:.8125rem}
.chart-figures{font-size:.8125rem;color:var(--muted);line-height:1.35}
.chart-figures span{display:block}
.bar{display:block;overflow:hidden}
.bar .track{fill:none}
.limits .bar .track{fill:var(--track)}
.bar rect{stroke:var(--paper);stroke-width:1px}
.bar .track{stroke:none}
.tone-critical{fill:var(--critical)}.tone-high{fill:var(--high)}.tone-medium{fill:var(--medium)}.tone-low{fill:var(--low)}
.tone-informational{fill:var(--informational)}.tone-pass{fill:var(--pass)}.tone-waived{fill:var(--waived)}.tone-absent{fill:var(--absent)}
.tone-storage{fill:var(--unknown)}
.bar .tone-unknown{fill:var(--paper);stroke:var(--unknown);stroke-width:2px}
.bar line{stroke-width:1.5px}
line.tone-warn{stroke:var(--muted);stroke-dasharray:3 2}
line.tone-maximum{stroke:var(--ink)}
.axis svg{display:block;overflow:visible}
.axis text{font-size:.75rem;fill:var(--muted)}
.summary .bar{margin-top:2rem}
@media (min-width:46rem){
.chart>li,.axis{display:grid;grid-template-columns:minmax(0,18.5rem) minmax(0,1fr) minmax(0,10.5rem);align-items:center}
.chart>li{padding:0;min-height:1.75rem}
.chart-label{padding:.15rem 0}
.chart>li:has(.chart-figures span){padding:.3rem 0}
.axis{gap:0 1.25rem}
.axis svg{grid-column:2}
}
`;
