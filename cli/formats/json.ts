import {
	allVerdicts,
	type CheckResult,
	countByStatus,
	type LocatedVerdict,
	type UnreadInput,
	verdictsInAws,
} from "../check-result.ts";
import type { FileVerdict, UnreadFile, VerdictReport } from "../verdicts.d.ts";
import { version } from "../version.ts";
import type { FormatOptions } from "./options.ts";
import { policyName } from "./policy-name.ts";

/** The JSON format (`VerdictReport`), one verdict per line, so that two reports can be compared with diff. */
export function* json(result: CheckResult, { policy }: Pick<FormatOptions, "policy">): Generator<string> {
	const verdicts = allVerdicts(result);
	const head: Omit<VerdictReport, "verdicts" | "needsAws" | "unread"> = {
		schemaVersion: "1",
		tool: { name: "shipshape", version: version() },
		policy: { file: policy, name: policyName(policy) },
		summary: countByStatus(verdicts),
		unrecognized: result.unrecognized,
		leftOut: result.leftOut ?? [],
	};
	yield "{\n";
	for (const [name, value] of Object.entries(head)) yield `${toSafeJson(name)}: ${toSafeJson(value)},\n`;
	yield '"verdicts": [';
	yield* linesOf(verdicts, toPublic);
	yield `\n],\n"needsAws": [`;
	yield* linesOf(verdictsInAws(result), withoutAnswer);
	yield `\n],\n"unread": [`;
	yield* linesOf(result.unread, unreadFile);
	yield "\n]\n}\n";
}

function* linesOf<T>(items: readonly T[], toValue: (item: T) => object): Generator<string> {
	for (const [index, item] of items.entries()) yield `${index === 0 ? "\n" : ",\n"}${toSafeJson(toValue(item))}`;
}

const withoutAnswer = (verdict: LocatedVerdict): VerdictReport["needsAws"][number] => {
	const { status: _, severity, remediation, ...rest } = toPublic(verdict);
	return rest;
};

const unreadFile = ({ path, at, extent, text }: UnreadInput): UnreadFile => ({
	file: path,
	line: at?.line ?? null,
	column: at?.column ?? null,
	extent,
	message: text,
});

/** A verdict with its public fields. */
export function toPublic(verdict: LocatedVerdict): FileVerdict {
	const { control, subject, name, address, location, container, status, severity, message, remediation } = verdict;
	const { waiver, ignore, inBaseline } = verdict;
	return {
		control,
		subject,
		...(name === undefined ? {} : { name }),
		...(address === undefined ? {} : { address }),
		location,
		...(container === undefined ? {} : { container }),
		status,
		severity,
		message,
		remediation,
		...(waiver === undefined ? {} : { waiver }),
		...(status === "fail" && !verdict.blocks ? { blocks: false } : {}),
		...(ignore === undefined ? {} : { ignore }),
		...(inBaseline === undefined ? {} : { inBaseline }),
	};
}

const risky = /[\u007f-\u009f\u00ad\u061c\u180e\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|#(?=#)/g;

/** JSON in which the characters that a terminal or a CI log would interpret are escaped; the data is unchanged. `indent`: spaces for each level. */
export function toSafeJson(value: unknown, indent = 0): string {
	return JSON.stringify(value, null, indent).replace(
		risky,
		(one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
	);
}
