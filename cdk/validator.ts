import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathAt } from "./path-at.ts";
import type { ShipshapeValidator as Published, ValidatorOptions, ValidatorReport } from "./validator.d.mts";

/** What the templates of an app have that is judged. */
const judgedType = /"AWS::(?:ECR::Repository|ECS::(?:Daemon)?TaskDefinition|ECS::ExpressGatewayService)"/;

/** Of a verdict of `check --format json`. */
interface Verdict {
	readonly control: string;
	readonly subject: string;
	readonly location: { readonly file: string; readonly line: number; readonly column: number };
	readonly status: string;
	readonly severity: string;
	readonly message: string;
	readonly remediation: string;
	readonly blocks?: boolean;
}

/** A synthesis is synchronous, and the readers are not: so the command line runs as a process of its own. */
export class ShipshapeValidator implements Published {
	readonly name = "Shipshape";
	readonly version: string;
	readonly #options: readonly string[];

	constructor({ policy }: ValidatorOptions = {}) {
		const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "..", "package.json"), "utf8"));
		this.version = version;
		this.#options = policy === undefined ? [] : ["--policy", policy];
	}

	validate({ templatePaths }: { readonly templatePaths: readonly string[] }): ValidatorReport {
		const texts = new Map(templatePaths.map((path) => [path, readFileSync(path, "utf8")]));
		const judged = templatePaths.filter((path) => judgedType.test(texts.get(path) ?? ""));
		if (judged.length === 0) return { success: true, violations: [], metadata: {} };
		const { isPassed, verdicts } = check([...judged, ...this.#options]);
		const unknown = verdicts.filter(({ status }) => status === "unknown").length;
		return {
			success: isPassed,
			violations: verdicts.filter(({ status }) => status === "fail").map((one) => violationOf(one, texts)),
			metadata: unknown === 0 ? {} : { unknown: `${unknown} verdicts are unknown: shipshape check lists them` },
		};
	}
}

/** Loaders of the app are not for this program. */
const { NODE_OPTIONS: _, ...environment } = process.env;

function check(args: readonly string[]): { readonly isPassed: boolean; readonly verdicts: readonly Verdict[] } {
	const program = join(import.meta.dirname, "shipshape.mjs");
	const { status, stdout, stderr, error } = spawnSync(
		process.execPath,
		[program, "check", "--format", "json", ...args],
		{
			encoding: "utf8",
			env: environment,
			maxBuffer: 1024 ** 3,
		},
	);
	if (error !== undefined) throw error;
	if (status !== 0 && status !== 1) throw new Error(`shipshape check: exit status ${status}\n${stderr}`);
	const { verdicts } = JSON.parse(stdout) as { readonly verdicts: readonly Verdict[] };
	return { isPassed: status === 0, verdicts };
}

function violationOf(
	{ control, subject, location, severity, message, remediation, blocks = true }: Verdict,
	texts: ReadonlyMap<string, string>,
): ValidatorReport["violations"][number] {
	const { file, line, column } = location;
	const [, , ...path] = pathAt(texts.get(file) ?? "", line, column);
	return {
		ruleName: control,
		// The report that the CDK prints has neither severity nor page.
		description: `${message} (${severity})`,
		fix: `${remediation} More: shipshape explain ${control}`,
		severity: blocks ? "error" : "warning",
		ruleMetadata: { Severity: severity, Page: `node_modules/shipshape/docs/controls/${control}.md` },
		violatingResources: [
			{
				resourceLogicalId: subject.slice(file.length + 1),
				templatePath: file,
				locations: path.length === 0 ? [] : [path.join(".")],
			},
		],
	};
}
