import { execFileSync } from "node:child_process";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { appsOn, type CdkApp, cdkApp, importing } from "../support/cdk-app.ts";
import { compile } from "../support/promised-runtimes.ts";

let app: CdkApp;

beforeAll(() => {
	app = cdkApp();
}, 60_000);
afterAll(() => app.remove());

const own = importing({
	"aws-cdk-lib": "App, Stack",
	"aws-cdk-lib/assertions": "Template",
	"aws-cdk-lib/aws-ec2": "Vpc",
	"aws-cdk-lib/aws-ecs": "Cluster, ContainerImage, DeploymentStrategy, FargateService, FargateTaskDefinition",
	"shipshape/cdk": "gateService",
});
const { imports } = own;

const codeWith = (start: string, stage: string) => `${start}
const stack = new Stack(new App({ analyticsReporting: false, outdir: "out" }), "Shop");
const vpc = Vpc.fromVpcAttributes(stack, "Vpc", { vpcId: "vpc-1", availabilityZones: ["a"], privateSubnetIds: ["subnet-1"] });
const cluster = Cluster.fromClusterAttributes(stack, "Cluster", { clusterName: "shop", vpc });
const taskDefinition = new FargateTaskDefinition(stack, "Task");
taskDefinition.addContainer("app", { image: ContainerImage.fromRegistry("nginx:1.27") });
const service = new FargateService(stack, "Web", { cluster, taskDefinition, deploymentStrategy: DeploymentStrategy.CANARY });
gateService(service, { stage: "${stage}" });
console.log(JSON.stringify(Template.fromStack(stack).findResources("AWS::ECS::Service")));
`;

test.each(appsOn(own))("shipshape/cdk attaches the hook, on %s in %s", (node, name, start) => {
	writeFileSync(join(app.folder, name), codeWith(start, "POST_SCALE_UP"));
	const printed = execFileSync(node, [name], { cwd: app.folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
	expect(printed).toContain('"LifecycleStages":["POST_SCALE_UP"]');
});

test("its types are those of the CDK", () => {
	const typesOf = (stage: string) =>
		compile(join(app.folder, "app.mts"), codeWith(imports, stage), "--skipLibCheck", "--lib", "es2022,dom");
	expect(typesOf("PRE_SCALE_UP")).toBe("");
	expect(typesOf("TEST_TRAFFIC_SHIFT")).toContain("app.mts(");
});

test("it is a few kilobytes without the CDK, which the app has", () => {
	const sizes = ["cdk.mjs", "cdk.d.ts"].map((name) => statSync(join(app.installed, "dist", name)).size);
	expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(6 * 1024);
});
