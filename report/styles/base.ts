import { html, type Markup } from "../html.ts";

/** Typography, page frame and section grid. No font is loaded: the reader's own sans-serif is used. */
export const base: Markup = html`
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;max-width:74rem;padding:0 clamp(1rem,4vw,2.5rem) 4rem;background:var(--paper);color:var(--ink);
font:400 0.9375rem/1.55 "Inter","Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-feature-settings:"cv05","ss03";
overflow-wrap:anywhere;-webkit-font-smoothing:antialiased}
h1,h2,h3,h4,p,ul,ol,dl,dd,figure,pre{margin:0;padding:0}
ul,ol{list-style:none}
h1{font-size:clamp(1.875rem,1.2rem + 2.9vw,3.25rem);line-height:1.08;letter-spacing:-.028em;font-weight:650;text-wrap:balance;max-width:22ch}
h2{font-size:1.0625rem;line-height:1.3;font-weight:650;letter-spacing:-.01em}
h3{font-size:1.0625rem;line-height:1.35;font-weight:620;letter-spacing:-.01em}
h4{font-size:.9375rem;line-height:1.4;font-weight:600}
a{color:var(--link);text-underline-offset:.18em;text-decoration-thickness:1px}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:2px solid var(--link);outline-offset:3px;border-radius:2px}
main:focus{outline:none}
code,pre{font-family:ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"Liberation Mono",monospace;font-size:.8125rem}
code{color:var(--muted);font-weight:400;display:inline-block;max-width:100%}
.arn{display:inline;word-break:break-all}
pre{white-space:pre-wrap;max-height:20rem;overflow:auto;line-height:1.5}
time,.number,.chart-figures{font-variant-numeric:tabular-nums}
.skip{position:absolute;left:-99rem;top:.5rem;padding:.5rem .75rem;background:var(--surface);z-index:2}
.skip:focus{left:1rem}
.top{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:baseline;gap:.75rem 2rem;padding:1.5rem 0 1rem;border-bottom:1px solid var(--line)}
.brand{display:flex;align-items:baseline;gap:.6rem;font-size:1rem}
.brand b{font-weight:680;letter-spacing:-.015em}
.brand span,.where dt{color:var(--muted)}
.flag{flex:none;align-self:center;border-radius:1.5px;box-shadow:0 0 0 1px var(--line)}
.f-blue{fill:#1d4f9c}.f-white{fill:#fff}.f-red{fill:#cf2f34}
.where{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;font-size:.875rem}
.where div{display:flex;gap:.4rem}
nav{background:var(--paper);border-bottom:1px solid var(--line);font-size:.875rem}
nav ul{display:flex;flex-wrap:wrap;gap:.1rem 1.4rem;padding:.65rem 0}
nav a{white-space:nowrap;color:var(--muted);text-decoration:none;padding:.15rem 0}
nav a:hover{color:var(--ink);text-decoration:underline}
.summary{padding:clamp(2.25rem,6vw,4.5rem) 0 clamp(2rem,4vw,3rem)}
.lead{margin-top:1rem;max-width:60ch;font-size:1.0625rem;color:var(--muted)}
.part{border-top:1px solid var(--rule);padding:1.25rem 0 clamp(2.5rem,6vw,4rem);scroll-margin-top:3rem}
.part h2{scroll-margin-top:4rem}
.part-head p{margin-top:.3rem;color:var(--muted);font-size:.875rem;max-width:34ch}
.part-body{min-width:0;margin-top:1.5rem}
.part:has(.part-body>.nothing:only-child){padding-bottom:1.5rem}
@media (min-width:62rem){
.part{display:grid;grid-template-columns:11.5rem minmax(0,1fr);gap:3rem}
.part-body{margin-top:0}
nav{position:sticky;top:0;z-index:1}
}
footer{border-top:1px solid var(--line);padding-top:1rem;color:var(--muted);font-size:.8125rem}
`;
