import { describe, expect, test } from "@jest/globals";
import { adapterPermissions } from "../../adapters/permissions.ts";
import { functions } from "../../functions/manifest.ts";
import { listOf, type Statement, statementsOf, synthesizeStack, target } from "../support/synthesize-stack.ts";

const stack = synthesizeStack();
const local = synthesizeStack(undefined, { localEndpoints: '{"AWS_ENDPOINT_URL_ECR":"http://127.0.0.1:1"}' });
const traced = synthesizeStack(undefined, { tracing: "true" });
const exclusion = "AWS::ECR::PullTimeUpdateExclusion";
const idWithoutHash = (id: string): string => id.replace(/[0-9A-F]{8}$/, "");

const isReader = ({ adapters }: (typeof functions)[number]): boolean =>
	adapters.some((name) => adapterPermissions[name].some(({ action }) => action === "ecr:BatchGetImage"));

describe("F10: pulls by Shipshape", () => {
	test("of every role that reads manifests are excluded from the pull times of images", () => {
		const excluded = stack.ofType(exclusion).map(({ properties }) => idWithoutHash(target(properties["PrincipalArn"])));
		expect(excluded.sort()).toEqual(
			functions
				.filter(isReader)
				.map(({ construct }) => `${construct}HandlerRole`)
				.sort(),
		);
		expect(excluded).toHaveLength(6);
	});

	test("are not excluded in a local run, because the emulated CloudFormation rejects the resource", () => {
		expect(local.ofType(exclusion)).toEqual([]);
	});
});

describe("F17: X-Ray", () => {
	const tracing = (of: typeof stack) =>
		of.ofType("AWS::Lambda::Function").map(({ properties }) => properties["TracingConfig"]);
	const actions = (of: typeof stack) =>
		of
			.ofType("AWS::IAM::Policy")
			.flatMap(statementsOf)
			.flatMap(({ Action }) => listOf(Action));

	test("is off, and no role may send traces", () => {
		expect(tracing(stack)).toEqual(functions.map(() => undefined));
		expect(actions(stack).filter((action) => action.startsWith("xray:"))).toEqual([]);
	});

	test("is on for every function with the option `tracing`", () => {
		expect(tracing(traced)).toEqual(functions.map(() => ({ Mode: "Active" })));
		const sent = actions(traced).filter((action) => action === "xray:PutTraceSegments");
		expect(sent).toHaveLength(functions.length);
	});
});

/** The fields of a BatchUpdateFindings request as condition keys (without a value: of any), evaluated as IAM does. */
type Update = Readonly<Record<string, string>>;

const prefix = "securityhub:ASFFSyntaxPath/";

/** Of all conditions, those that these statements have; anything else is an error. */
function holds({ Condition = {} }: Statement, update: Update): boolean {
	const operators = Condition as Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
	return Object.entries(operators).every(([operator, keys]) =>
		Object.entries(keys).every(([key, values]) => {
			expect(key.startsWith(prefix)).toBe(true);
			const value = update[key.slice(prefix.length)];
			if (operator === "Null") return (value === undefined) === (values === "true");
			expect(operator).toBe("StringEquals");
			return value !== undefined && listOf(values).includes(value);
		}),
	);
}

function isAllowed(update: Update): boolean {
	const matching = stack
		.ofType("AWS::IAM::Policy")
		.flatMap(statementsOf)
		.filter(({ Action }) => listOf(Action).includes("securityhub:BatchUpdateFindings"))
		.filter((statement) => holds(statement, update));
	return matching.length > 0 && matching.every(({ Effect }) => Effect === "Allow");
}

describe("F16: the publishing function updates findings", () => {
	test.each(["NEW", "RESOLVED"])("by setting their workflow to %s", (status) => {
		expect(isAllowed({ "Workflow.Status": status })).toBe(true);
	});

	test.each([
		...["Confidence", "Criticality", "Note.Text", "Note.UpdatedBy", "RelatedFindings", "Severity.Label"],
		...["Severity.Normalized", "Severity.Product", "Types", "UserDefinedFields.key", "UserDefinedFields.value"],
		"VerificationState",
	])("but never sets %s", (field) => {
		expect(isAllowed({ [field]: "x" })).toBe(false);
		expect(isAllowed({ "Workflow.Status": "RESOLVED", [field]: "x" })).toBe(false);
	});

	test.each(["SUPPRESSED", "NOTIFIED"])("but never sets their workflow to %s", (status) => {
		expect(isAllowed({ "Workflow.Status": status })).toBe(false);
	});

	test("on the account's own hub only, and no other role does", () => {
		const holders = stack
			.ofType("AWS::IAM::Policy")
			.filter((policy) =>
				statementsOf(policy).some(({ Action }) => listOf(Action).includes("securityhub:BatchUpdateFindings")),
			);
		expect(holders.map(({ id }) => id)).toEqual([expect.stringMatching(/^FindingsHandlerRole/)]);
	});
});
