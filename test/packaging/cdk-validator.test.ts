import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { appsOn, type CdkApp, cdkApp, importing } from "../support/cdk-app.ts";
import { blocksOf, textOf } from "../support/docs.ts";
import { compile } from "../support/promised-runtimes.ts";

let app: CdkApp;

beforeAll(() => {
	app = cdkApp();
}, 60_000);
afterAll(() => app.remove());

const good = `new Repository(stack, "Images", { imageTagMutability: TagMutability.IMMUTABLE, imageScanOnPush: true, lifecycleRules: [
	{ tagStatus: TagStatus.UNTAGGED, maxImageAge: Duration.days(14) }, { maxImageCount: 50 } ] });`;
const bad = `new FargateTaskDefinition(stack, "Task").addContainer("app", {
	image: ContainerImage.fromRegistry("nginx:latest"), logging: LogDrivers.awsLogs({ streamPrefix: "app" }), user: "1000" });`;

const own = importing({
	"aws-cdk-lib": "App, Duration, Stack, Validations",
	"aws-cdk-lib/aws-ecr": "Repository, TagMutability, TagStatus",
	"aws-cdk-lib/aws-ecs": "ContainerImage, FargateTaskDefinition, LogDrivers",
	"shipshape/cdk": "ShipshapeValidator",
});
const { imports } = own;

const codeWith = (start: string, content: string, options = "") => `${start}
const app = new App({ analyticsReporting: false, outdir: "out" });
Validations.of(app).addPlugins(new ShipshapeValidator(${options}));
const stack = new Stack(app, "Shop");
${content}
app.synth();
`;

function synthesized(code: string, node = process.execPath, name = "app.mjs") {
	writeFileSync(join(app.folder, name), code);
	const { status, stdout, stderr } = spawnSync(node, [name], { cwd: app.folder, encoding: "utf8" });
	return { status, printed: stdout + stderr };
}

/** The report that the CDK writes for tools. */
function reported() {
	const report = JSON.parse(readFileSync(join(app.folder, "out", "validation-report.json"), "utf8"));
	return report.pluginReports.find((one: { pluginName: string }) => one.pluginName === "Shipshape");
}

describe("a stack with failures", () => {
	test.each(appsOn(own))(
		"fails the synthesis, and is reported with what is wrong where, on %s in %s",
		(node, name, start) => {
			const { status, printed } = synthesized(codeWith(start, bad), node, name);
			expect(status).toBe(1);
			expect(printed).toContain("nginx:latest uses the tag latest, which moves with every build (MEDIUM)");
			expect(printed).toContain("More: shipshape explain task-definition/image-pinned");
			expect(printed).toContain("Shop/Task/Resource");
			const found = reported().violations.find(({ ruleName }: { ruleName: string }) =>
				ruleName.endsWith("image-pinned"),
			);
			expect(found).toMatchObject({
				ruleName: "task-definition/image-pinned",
				description: expect.stringContaining("nginx:latest uses the tag latest"),
				severity: "error",
				ruleMetadata: {
					Severity: "MEDIUM",
					Page: "node_modules/shipshape/docs/controls/task-definition/image-pinned.md",
				},
				violatingConstructs: [
					{
						constructPath: "Shop/Task/Resource",
						cloudFormationResource: {
							templatePath: "Shop.template.json",
							logicalId: expect.stringMatching(/^Task/),
							propertyPaths: ["Properties.ContainerDefinitions.0.Image"],
						},
					},
				],
			});
		},
	);
});

test("a stack without failures passes, and so does one without containers", () => {
	expect(synthesized(codeWith(imports, good)).status).toBe(0);
	expect(synthesized(codeWith(imports, "")).status).toBe(0);
});

describe("the policy", () => {
	const policy =
		"controls:\n  task-definition/read-only-root: { blocking: false }\n  task-definition/image-pinned: { enabled: false }\n";

	test("decides what fails the synthesis; the rest are warnings", () => {
		writeFileSync(join(app.folder, "mine.yaml"), policy);
		const { status, printed } = synthesized(codeWith(imports, bad, '{ policy: "mine.yaml" }'));
		expect([status, printed]).toEqual([0, expect.stringContaining("task-definition/read-only-root")]);
		expect(reported().violations.map(({ severity }: { severity: string }) => severity)).toEqual(["warning"]);
	});

	test("that cannot be read fails the synthesis, with the reason", () => {
		const { status, printed } = synthesized(codeWith(imports, bad, '{ policy: "none.yaml" }'));
		expect([status, printed]).toEqual([1, expect.stringContaining("none.yaml: no such file")]);
	});
});

test("its types are those of the CDK's plugins", () => {
	const types = compile(join(app.folder, "app.mts"), codeWith(imports, good), "--skipLibCheck", "--lib", "es2022,dom");
	expect(types).toBe("");
});

test("the example of the page passes with a good stack and fails with a bad one", () => {
	const [example, ...others] = blocksOf(textOf("docs/ci.md")).filter(({ text }) => text.includes("ShipshapeValidator"));
	expect(others).toEqual([]);
	const more = imports.split("\n").slice(1, 3).join("\n");
	const of = (content: string) => synthesized(`${more}\n${example?.text}\n${content}\napp.synth();\n`).status;
	expect([of(good), of(bad)]).toEqual([0, 1]);
});
