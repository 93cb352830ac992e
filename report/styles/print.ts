import { html, type Markup } from "../html.ts";

/** In print everything is expanded, nothing is sticky, and colors are kept because they carry meaning. */
export const printStyles: Markup = html`
@media print{
@page{margin:14mm}
body{max-width:none;padding:0;font-size:9.5pt;background:none;print-color-adjust:exact;-webkit-print-color-adjust:exact}
nav,.skip{display:none}
h2,h3,h4,summary{break-after:avoid}
.chart>li,.cases>li,.verdicts>li,.unknowns>li,tr{break-inside:avoid}
pre{max-height:none;overflow:visible}
.fold::details-content{content-visibility:visible;block-size:auto}
summary .subject{padding-left:0}
summary .subject::before{display:none}
}
`;
