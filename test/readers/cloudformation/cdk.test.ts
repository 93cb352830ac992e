import { rmSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { App, Stack } from "aws-cdk-lib";
import * as ecr from "aws-cdk-lib/aws-ecr";
import * as ecs from "aws-cdk-lib/aws-ecs";
import * as iam from "aws-cdk-lib/aws-iam";
import * as kms from "aws-cdk-lib/aws-kms";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import { controls } from "../../../controls/index.ts";
import { judge } from "../../../core/judge.ts";
import type { Policy } from "../../../core/policy.ts";
import { readTemplate } from "../../support/template.ts";

const account = { env: { account: "111122223333", region: "eu-west-1" } };

/** What the CDK writes for a stack. */
function synthesised(build: (stack: Stack) => void, props = {}): unknown {
	process.env["CDK_VALIDATION"] = "false";
	const app = new App({ analyticsReporting: false });
	build(new Stack(app, "Shop", props));
	const assembly = app.synth();
	const { template } = assembly.getStackByName("Shop");
	rmSync(assembly.directory, { recursive: true });
	return template;
}

const everything: Policy = {
	...defaultPolicy,
	controls: {
		...defaultPolicy.controls,
		"repository/customer-managed-key": { ...defaultPolicy.controls["repository/customer-managed-key"], enabled: true },
	},
};

/** The statuses of some controls on all subjects of a template. */
function statuses(template: unknown, ids: readonly string[]): Record<string, string[]> {
	const asked = controls.filter(({ id }) => ids.includes(id));
	return Object.fromEntries(
		readTemplate(template).subjects.map(({ facts }) => [
			facts.arn.replace(/^.*#(\w+?)[0-9A-F]{8}$/, "$1"),
			judge(asked, facts, everything).map(({ control, container = "", status }) => `${control} ${container} ${status}`),
		]),
	);
}

describe("what the CDK writes", () => {
	const repositories = (stack: Stack) => {
		const safe = new ecr.Repository(stack, "Safe", {
			encryptionKey: new kms.Key(stack, "Key"),
			imageTagMutability: ecr.TagMutability.IMMUTABLE,
			lifecycleRules: [{ maxImageCount: 5 }],
		});
		safe.addToResourcePolicy(
			new iam.PolicyStatement({ principals: [new iam.AccountRootPrincipal()], actions: ["ecr:BatchGetImage"] }),
		);
		const loose = new ecr.Repository(stack, "Loose", { repositoryName: "team/loose" });
		loose.addToResourcePolicy(new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()], actions: ["ecr:*"] }));
		return { safe, loose };
	};

	test("repositories", () => {
		const template = synthesised((stack) => {
			repositories(stack);
		});
		const ids = ["customer-managed-key", "lifecycle-policy", "no-public-access", "tag-immutability"];
		const all = (status: string) => ids.map((id) => `repository/${id}  ${status}`);
		expect(
			statuses(
				template,
				ids.map((id) => `repository/${id}`),
			),
		).toEqual({ Safe: all("pass"), Loose: all("fail") });
	});

	test.each([
		["any account", {}],
		["a certain one", account],
	])("images of the repositories, in %s", (_, props) => {
		const template = synthesised((stack) => {
			const { safe, loose } = repositories(stack);
			const definition = new ecs.FargateTaskDefinition(stack, "Web");
			const add = (name: string, image: ecs.ContainerImage) =>
				definition.addContainer(name, { image, essential: name === "safe" });
			add("safe", ecs.ContainerImage.fromEcrRepository(safe, "1.0"));
			add("loose", ecs.ContainerImage.fromEcrRepository(loose, "1.0"));
			add("digest", ecs.ContainerImage.fromEcrRepository(loose, `sha256:${"a".repeat(64)}`));
			add(
				"other",
				ecs.ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(stack, "Other", "other"), "1"),
			);
			add("latest", ecs.ContainerImage.fromRegistry("nginx"));
		}, props);
		expect(statuses(template, ["task-definition/image-pinned"])["Web"]).toEqual(
			["safe pass", "loose fail", "digest pass", "other unknown", "latest fail"].map(
				(text) => `task-definition/image-pinned ${text}`,
			),
		);
	});

	test("a service that pins a platform version, for a definition with a tmpfs and a key of the template in the environment", () => {
		const template = synthesised((stack) => {
			const definition = new ecs.FargateTaskDefinition(stack, "Web", {
				memoryLimitMiB: 512,
				volumes: [{ name: "data", efsVolumeConfiguration: { fileSystemId: "fs-1", transitEncryption: "ENABLED" } }],
			});
			const linuxParameters = new ecs.LinuxParameters(stack, "Linux");
			linuxParameters.addTmpfs({ containerPath: "/tmp", size: 64, mountOptions: [ecs.TmpfsMountOption.NOEXEC] });
			definition.addContainer("app", {
				image: ecs.ContainerImage.fromRegistry("nginx:1"),
				environment: { KEY_ARN: new kms.Key(stack, "Key").keyArn, REGION: stack.region },
				linuxParameters,
			});
			new ecs.CfnService(stack, "Service", { taskDefinition: definition.taskDefinitionArn, platformVersion: "1.3.0" });
		});
		const ids = ["efs-in-transit-encryption", "no-plaintext-secrets", "tmpfs-options", "tmpfs-size", "tmpfs-supported"];
		expect(
			statuses(
				template,
				ids.map((id) => `task-definition/${id}`),
			)["Web"],
		).toEqual([
			expect.stringMatching(/efs-in-transit-encryption .*pass/),
			expect.stringMatching(/no-plaintext-secrets app pass/),
			expect.stringMatching(/tmpfs-options app fail/),
			expect.stringMatching(/tmpfs-size app pass/),
			expect.stringMatching(/tmpfs-supported app fail/),
		]);
	});
});
