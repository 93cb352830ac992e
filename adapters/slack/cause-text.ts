import type { RecordedVerdict } from "../../core/ledger.ts";
import { escapeText } from "./escape-text.ts";

type Cause = Pick<RecordedVerdict, "message" | "containers">;

/** Between what is wrong with one container and with the next (`entryAfter`). */
const separator = "; ";

/** The cause of a verdict, escaped, with at most so many characters. */
export const causeText = (cause: Cause, maxLength: number): string => causeTexts(cause)(maxLength);

/**
 * The cause of a verdict in any length, escaped. Of several containers it names as many as fit, each with its cause, and says how
 * many there are more.
 */
export function causeTexts({ message, containers }: Cause): (maxLength: number) => string {
	const whole = escapeText(message, Number.POSITIVE_INFINITY);
	const causes = message.split(separator);
	const isList = causes.length > 1 && causes.length === containers.length;
	const escaped = isList ? causes.map((cause) => escapeText(cause, Number.POSITIVE_INFINITY)) : [];
	return (maxLength) => {
		if (whole.length <= maxLength) return whole;
		const [first = message] = causes;
		if (!isList) return escapeText(message, maxLength);
		let text = "";
		for (const [index, cause] of escaped.entries()) {
			const rest = andMore(escaped.length - index);
			const longer = index === 0 ? cause : `${text}${separator}${cause}`;
			if (longer.length + andMore(escaped.length - index - 1).length > maxLength) {
				if (index > 0) return `${text}${rest}`;
				const others = andMore(escaped.length - 1);
				return `${escapeText(first, maxLength - others.length)}${others}`;
			}
			text = longer;
		}
		return text;
	};
}

function andMore(containers: number): string {
	if (containers === 0) return "";
	return `${separator}and ${containers} more ${containers === 1 ? "container" : "containers"}`;
}
