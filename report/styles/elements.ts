import { html, type Markup } from "../html.ts";

/** The content of the sections, and the status colors. */
export const elementStyles: Markup = html`
.mark{display:inline-flex;align-items:baseline;gap:.45em;font-size:.8125rem;font-weight:600;line-height:1.4}
.mark::before{content:"";flex:none;width:.7em;height:.7em;border-radius:2px;background:currentColor}
.mark.tone-critical{color:var(--criticalText)}.mark.tone-high{color:var(--highText)}.mark.tone-medium{color:var(--mediumText)}
.mark.tone-low{color:var(--lowText)}.mark.tone-informational{color:var(--informationalText)}.mark.tone-pass{color:var(--passText)}
.mark.tone-unknown{color:var(--unknownText)}.mark.tone-waived{color:var(--waivedText)}.mark.tone-absent{color:var(--muted)}
.mark.tone-critical::before{background:var(--critical)}.mark.tone-high::before{background:var(--high)}
.mark.tone-medium::before{background:var(--medium)}.mark.tone-low::before{background:var(--low)}
.mark.tone-informational::before{background:var(--informational)}.mark.tone-pass::before{background:var(--pass)}
.mark.tone-waived::before{background:var(--waived)}.mark.tone-absent::before{background:var(--absent)}
.mark.tone-unknown::before{background:none;border:2px solid var(--unknown)}
.nothing{color:var(--muted)}
.more{margin-top:1rem;color:var(--muted);font-size:.875rem}
.aside{color:var(--muted);font-size:.8125rem;margin-top:.25rem}
.numbers{display:grid;grid-template-columns:1fr 1fr;gap:1.25rem 1.5rem;margin-top:1.25rem}
.numbers div:first-child{grid-column:1/-1}
.numbers dt{color:var(--muted);font-size:.8125rem;font-weight:600}
.numbers .mark{white-space:nowrap}
.numbers dd{font-size:1.75rem;line-height:1.2;font-weight:600;letter-spacing:-.02em}
.numbers dd.split{font-size:.8125rem;letter-spacing:0;margin-top:.35rem}
.split ul{display:flex;flex-wrap:wrap;gap:.1rem 1rem}
.todo>li{display:grid;gap:.5rem 2rem;padding:1.5rem 0;border-top:1px solid var(--line)}
.todo>li:first-child{padding-top:0;border-top:0}
.todo-head{display:flex;justify-content:space-between;gap:1rem}
.tally{color:var(--muted);font-size:.8125rem;font-weight:400}
.why{color:var(--muted);margin-top:.3rem;max-width:70ch}
.cases{margin-top:.9rem;display:grid;gap:.9rem}
.cases>li,.unknowns>li>div{max-width:74ch}
.subject span{color:var(--muted)}
.subject strong{font-weight:600}
.cases a{color:inherit;text-decoration-color:var(--muted)}
.fix{margin-top:.9rem;padding-left:.9rem;border-left:2px solid var(--line);max-width:74ch}
.cases .fix,.verdicts .fix{margin-top:.5rem}
.fix b{font-weight:620;margin-right:.35em}
.fix pre,.inside pre{margin-top:.5rem;padding:.75rem;background:var(--track);border-radius:4px}
.foot{display:flex;flex-wrap:wrap;gap:.1rem 1rem;margin-top:.7rem;font-size:.8125rem}
.foot a{color:var(--muted)}
.vulnerabilities{margin-top:.3rem;font-size:.8125rem;color:var(--muted)}
.vulnerabilities b{color:var(--ink);font-weight:600}
table{width:100%;border-collapse:collapse}
caption{text-align:left;color:var(--muted);font-size:.8125rem;padding-bottom:.5rem}
th,td{text-align:left;vertical-align:top;padding:.6rem 1rem .6rem 0;border-top:1px solid var(--line);font-weight:400}
thead th{color:var(--muted);font-size:.8125rem;border-top:0;padding-top:0}
tbody th{font-weight:600}
small{display:block;color:var(--muted);font-size:.8125rem;font-weight:400}
.number{text-align:right;padding-right:0}
.unknowns>li,.verdicts>li{display:grid;gap:.25rem 1.5rem;padding:.9rem 0;border-top:1px solid var(--line)}
.unknowns>li:first-child,.verdicts>li:first-child{border-top:0}
.unknowns>li:first-child{padding-top:0}
.part-body>h3{margin:2rem 0 .6rem}
.part-body>h3:first-child{margin-top:0}
.fold{border-top:1px solid var(--line)}
.fold:last-child{border-bottom:1px solid var(--line)}
summary{cursor:pointer}
.fold>summary{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;gap:.2rem 1.25rem;padding:.65rem 0;list-style:none}
.fold>summary::-webkit-details-marker{display:none}
.ready{margin-top:.4rem;font-size:.875rem}
.ready summary{color:var(--link)}
summary .subject{flex:1 1 14rem;min-width:0;padding-left:1.3rem;position:relative}
summary .subject::before{content:"";position:absolute;left:.1rem;top:.52em;width:.42rem;height:.42rem;
border-right:1.5px solid var(--muted);border-bottom:1.5px solid var(--muted);transform:rotate(-45deg)}
.fold[open]>summary .subject::before{transform:rotate(45deg)}
.fold>summary:hover strong{text-decoration:underline;text-underline-offset:.18em}
summary time{color:var(--muted);font-size:.8125rem}
.tallies{display:flex;flex-wrap:wrap;gap:.1rem 1rem;padding-left:1.3rem}
.inside{padding:0 0 1rem 1.3rem;scroll-margin-top:6rem}
.bk{margin:0 0 1.25rem 1.3rem;padding:.9rem 1rem;background:var(--surface);border:1px solid var(--line);border-radius:6px;max-width:44rem}
.bk>*+*{margin-top:.6rem}
.bk-header{font-weight:680;font-size:1.0625rem}
.bk-fields{display:grid;grid-template-columns:repeat(auto-fit,minmax(12rem,1fr));gap:.6rem 1.25rem;margin-top:.4rem}
.bk-context{display:flex;flex-wrap:wrap;gap:.1rem .8rem;color:var(--muted);font-size:.8125rem}
.bk-divider{border:0;border-top:1px solid var(--line)}
.bk-link{color:var(--link)}
.bk-quote{display:block;border-left:3px solid var(--line);padding-left:.7rem}
.bk-button{display:inline-block;border:1px solid var(--line);border-radius:4px;padding:.2rem .6rem;font-weight:600}
.run{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:1.25rem 1.5rem}
.run dt{color:var(--muted);font-size:.8125rem;font-weight:600}
.run dd{font-size:1.5rem;line-height:1.25;font-weight:600;letter-spacing:-.02em}
.run dd.note{font-size:.8125rem;font-weight:400;letter-spacing:0;color:var(--muted)}
.phases{max-width:20rem;margin-top:2rem}
.phases th,.phases td{padding-top:.35rem;padding-bottom:.35rem}
.phases tbody th{font-weight:400}
.sum th,.sum td{font-weight:650;border-top-color:var(--ink)}
@media (min-width:46rem){
.numbers{grid-template-columns:minmax(0,1.9fr) repeat(4,minmax(6.4rem,1fr))}
.numbers div:first-child{grid-column:auto}
.todo>li{grid-template-columns:7rem minmax(0,1fr)}
.todo-head{flex-direction:column;justify-content:flex-start;gap:.2rem;padding-top:.1rem}
.unknowns>li,.verdicts>li{grid-template-columns:7.5rem minmax(0,1fr)}
}
@media (max-width:45.99rem){
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.table table,.table tbody,.table tr,.table th,.table td,.table caption{display:block}
.table tr{padding:.75rem 0;border-top:1px solid var(--line)}
.table th,.table td{border:0;padding:.1rem 0}
.table td{display:grid;grid-template-columns:6.5rem minmax(0,1fr)}
.table td::before{content:attr(data-label);color:var(--muted);font-size:.8125rem}
.phases thead{position:static;width:auto;height:auto;clip-path:none}
}
`;
