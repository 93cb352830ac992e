import { BadInputError } from "../core/errors.ts";
import { quote } from "./arguments.ts";

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };
const longestMs = 24 * 3_600_000;

/** A time such as `30s`, `10m` or `1h`, in milliseconds; `0` needs no unit. Throws BadInputError. */
export function parseDuration(option: string, text: string): number {
	const [, digits = "", unit = ""] = /^(\d{1,6})([smh]?)$/.exec(text) ?? [];
	const milliseconds = Number(digits) * (unitMs[unit] ?? 0);
	const isValid = digits !== "" && (unit !== "" || Number(digits) === 0) && milliseconds <= longestMs;
	if (isValid) return milliseconds;
	throw new BadInputError(
		`${option} does not accept ${quote(text)}; write a time up to 24h, such as 30s, 10m or 1h, or 0`,
	);
}
