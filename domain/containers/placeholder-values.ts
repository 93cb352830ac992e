import { isAllHoles } from "../../core/partial-text.ts";
import { markHoles } from "../../core/placeholders.ts";
import { deniesItself } from "./stand-ins.ts";

/** What a person is told to write there. */
const instructions: readonly RegExp[] = [
	/^(?:<.{0,200}>|\[[A-Za-z][A-Za-z _-]{0,80}\]|x{3,200}|\*{3,200}|\.{3}|-{3,200}|_{3,200})$/i,
	/^(?:enter|insert|paste|fill|replace|your|todo|tbd|fixme|placeholder|redacted)(?:[-_ .:].{0,200})?$/i,
	/^your(?:api|secret|token|key|password|access|client)[\w-]{0,64}$/i,
	/^.{1,200}[-_ ](?:goes[-_ ])?here$/i,
];
/** Expressions of templates and programs. */
const expressions: readonly RegExp[] = [
	/^(?:\$?\{\{(?!resolve:).{0,200}\}\}|`.{1,200}`|%\([A-Za-z_]{1,100}\)s)$/,
	/^(?:var|local|data|module|random_[a-z]{2,16})\.[\w.[\]"-]{1,200}$/,
	/^(?:process\.env\.|os\.environ|ENV\[).{1,200}$/,
];
const filler = /[xX]{8}|\*{4}|\.{3}/;

/** Whether a text tells a person what to write in its place (`your-password-here`, `xxxx`), or is an expression. */
const isInstruction = (text: string): boolean =>
	[...instructions, ...expressions].some((form) => form.test(text.trim())) || filler.test(text.slice(0, 512));

/** Whether a text only holds a place: something is filled in there later, a person is told what to write, or it says so. */
export const isPlaceholder = (text: string): boolean =>
	isAllHoles(markHoles(text)) || isInstruction(text) || deniesItself(text);
