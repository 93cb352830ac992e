import { html, type Markup } from "../html.ts";
import { base } from "./base.ts";
import { chartStyles } from "./charts.ts";
import { elementStyles } from "./elements.ts";
import { dark, light, propertiesOf } from "./palette.ts";
import { printStyles } from "./print.ts";

/** The whole style sheet, inline: the page loads nothing. */
export const styles: Markup = html`<style>
:root{color-scheme:light dark;${propertiesOf(light)}}
@media screen and (prefers-color-scheme:dark){:root{${propertiesOf(dark)}}}
${base}${elementStyles}${chartStyles}${printStyles}</style>`;
