import fc from "fast-check";
import type { CheckResult, LocatedVerdict } from "../../cli/check-result.ts";
import type { FormatOptions } from "../../cli/formats/options.ts";
import { plainPaint } from "../../cli/terminal.ts";
import { controls } from "../../controls/index.ts";
import { severities, statuses } from "../../core/verdict.ts";
import { anyText } from "./any-text.ts";

export const formatOptions: FormatOptions = {
	paint: plainPaint,
	width: null,
	quiet: false,
	all: false,
	strict: false,
	exitZero: false,
	policy: null,
	listsUnread: false,
	pages: "https://pages.example/controls",
	root: "/repo",
	folder: "/repo",
};

/** A failure of a container, with overrides. */
export function aVerdict(more: Partial<LocatedVerdict> = {}): LocatedVerdict {
	const status = more.status ?? "fail";
	return {
		control: "task-definition/read-only-root",
		subject: "web.json",
		location: { file: "web.json", line: 3, column: 5 },
		container: "app",
		status,
		severity: "HIGH",
		message: "container app can write to its root",
		remediation: "Write readonlyRootFilesystem: true.",
		blocks: status === "fail",
		part: null,
		...more,
	};
}

export const resultWith = (...verdicts: readonly LocatedVerdict[]): CheckResult => ({
	files: [{ path: "web.json", kind: "task-definition", verdicts }],
	unread: [],
	unrecognized: [],
});

/** Strings that attack a terminal, a CI log, a spreadsheet or a document, and arbitrary other strings. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
	anyText,
	fc.constantFrom(
		"\u001b[2J\u001b[31mred",
		"\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007",
		"\u009b31m",
		"::error::owned",
		"\n::set-env name=PATH::/tmp",
		"\r\n::stop-commands::x",
		"::add-mask::a",
		"##[error]x",
		"##vso[task.setvariable variable=a]b",
		"##teamcity[x]",
		"####[x]",
		"=1+1",
		"+1",
		"-1",
		"@SUM(A1)",
		"\t=1",
		"\r=1",
		'"',
		'","=1',
		"]]>",
		"<!--",
		"&lt;",
		"%0A::error::x",
		"a,b:c=d",
		"\ufffe\uffff",
		"../../etc/passwd",
		"/abs/path",
		"C:\\x",
	),
	fc
		.tuple(anyText, fc.constantFrom("::", "##[", "\u001b[", "\n", "\u2028", "\u202e"), anyText)
		.map((parts) => parts.join("")),
);

const position = fc.integer({ min: 1, max: 100_000 });

const anyVerdict = (file: string): fc.Arbitrary<LocatedVerdict> =>
	fc
		.record({
			control: fc.constantFrom(...controls.map(({ id }) => id)),
			part: fc.option(hostileText),
			line: position,
			column: position,
			container: fc.option(hostileText),
			status: fc.constantFrom(...statuses),
			severity: fc.constantFrom(...severities),
			message: hostileText,
			remediation: hostileText,
			waiver: fc.record({ owner: hostileText, reason: hostileText, expires: fc.constant("2026-12-31") }),
		})
		.map(({ part, line, column, container, waiver, ...more }) => ({
			...more,
			part,
			subject: part === null ? file : `${file}#${part}`,
			location: { file, line, column },
			...(container === null ? {} : { container }),
			...(more.status === "waived" ? { waiver } : {}),
			blocks: more.status === "fail",
		}));

/** Any result that checking files could have. */
export const anyResult: fc.Arbitrary<CheckResult> = fc.record({
	files: fc.array(
		hostileText.chain((path) =>
			fc.record({
				path: fc.constant(path),
				kind: fc.constantFrom("compose" as const, "cloudformation" as const),
				verdicts: fc.array(anyVerdict(path), { maxLength: 4 }),
			}),
		),
		{ maxLength: 3 },
	),
	unread: fc.array(
		fc.record({
			path: hostileText,
			at: fc.option(fc.record({ line: position, column: position })),
			text: hostileText,
			extent: fc.constantFrom("file" as const, "part" as const),
		}),
		{ maxLength: 2 },
	),
	unrecognized: fc.array(hostileText, { maxLength: 4 }),
});
