import { html, type Markup } from "../html.ts";
import { base } from "./base.ts";
import { chartStyles } from "./charts.ts";
import { dark, light, propertiesOf } from "./palette.ts";
import { partStyles } from "./parts.ts";
import { printStyles } from "./print.ts";

/** The whole style sheet, inline: the page loads nothing. */
export const styles: Markup = html`<style>
:root{color-scheme:light dark;${propertiesOf(light)}}
@media screen and (prefers-color-scheme:dark){:root{${propertiesOf(dark)}}}
${base}${partStyles}${chartStyles}${printStyles}</style>`;
