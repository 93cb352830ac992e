import type { PartialText } from "../../core/partial-text.ts";
import { type Value, valueOfText } from "../../core/reading.ts";
import { toSingleLine, truncate } from "../../core/text.ts";

const mebibyte = 1024 ** 2;
const powers = ["", "k", "m", "g", "t", "p", "e"];

/** As the engine parses an amount of memory (github.com/docker/go-units, RAMInBytes): units of 1024; `i` and `b` are ignored. */
const amount = /^(-?\d{1,15}(?:\.\d{1,15})?) ?([kmgtp]?)i?b?$/i;
/** As the kernel parses the size option of a tmpfs (memparse): whole numbers. */
const kernelSize = /^(\d{1,15})([kmgtpe]?)$/i;

/**
 * MiB of a byte value: `64m`, `1.5gb`, `1048576`.
 * https://docs.docker.com/reference/compose-file/extension/#specifying-byte-values
 */
export const mebibytes = (text: PartialText): Value<number> => sizeBy(amount, text);

/** MiB of the `size` of a tmpfs: `64m`, `1048576`; a share of the host's memory (`50%`) is unknown. */
export const tmpfsMebibytes = (text: PartialText): Value<number> => sizeBy(kernelSize, text);

function sizeBy(form: RegExp, partial: PartialText): Value<number> {
	const text = valueOfText(partial);
	if (typeof text !== "string") return text;
	const [, number, unit = ""] = form.exec(text.trim()) ?? [];
	if (number !== undefined) return (Number(number) * 1024 ** powers.indexOf(unit.toLowerCase())) / mebibyte;
	const written = toSingleLine(truncate(text, 40));
	return { unresolved: text.endsWith("%") ? `${written} of the host's memory` : `"${written}" is not a size` };
}
