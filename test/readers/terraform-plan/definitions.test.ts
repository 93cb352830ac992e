import { describe, expect, test } from "@jest/globals";
import { isUnresolved } from "../../../core/reading.ts";
import { readTerraformPlan } from "../../../readers/terraform-plan/read.ts";
import { aPlan, type PlannedResource, priorState } from "../../support/plan.ts";
import { aFile, asTaskDefinition, onlySubject } from "../../support/read-files.ts";

const definition = (values: object = {}, more: Partial<PlannedResource> = {}): PlannedResource => ({
	address: "aws_ecs_task_definition.web",
	values: { family: "web", container_definitions: "[]", ...values },
	...more,
});
const read = (resources: readonly PlannedResource[], more: object = {}) =>
	readTerraformPlan(aFile(aPlan(resources, more), "plan.json"));
const factsOf = (values: object, more: Partial<PlannedResource> = {}) =>
	asTaskDefinition(onlySubject(read([definition(values, more)])));
const firstContainer = (resources: readonly PlannedResource[], more: object = {}) => {
	const [subject] = read(resources, more).subjects.filter(({ facts }) => facts.kind === "task-definition");
	const containers = subject === undefined ? [] : asTaskDefinition(subject).containers;
	return isUnresolved(containers) ? undefined : containers[0];
};
const afterApply = { unresolved: "it is only known after apply" };

describe("an aws_ecs_task_definition", () => {
	test("has the facts of what it registers", () => {
		const container_definitions = JSON.stringify([
			{
				name: "app",
				image: "nginx:1",
				readonlyRootFilesystem: true,
				mountPoints: [{ sourceVolume: "data", containerPath: "/data", readOnly: "true" }],
			},
		]);
		const facts = factsOf({
			container_definitions,
			memory: "512",
			network_mode: "host",
			pid_mode: "task",
			ipc_mode: "none",
			requires_compatibilities: ["EC2"],
			runtime_platform: [{ operating_system_family: "LINUX", cpu_architecture: "X86_64" }],
			tags_all: { team: "shop" },
			volume: [
				{ name: "data", host_path: "/srv", efs_volume_configuration: [], docker_volume_configuration: [] },
				{ name: "files", host_path: "", efs_volume_configuration: [{ transit_encryption: "ENABLED" }] },
				{ name: "bare", efs_volume_configuration: [{ file_system_id: "fs-1" }] },
			],
		});
		expect(facts).toMatchObject({
			arn: "plan.json#aws_ecs_task_definition.web",
			family: "web",
			operatingSystem: "linux",
			compatibilities: ["EC2"],
			memoryMiB: 512,
			networkMode: "host",
			pidMode: "task",
			ipcMode: "none",
			platformVersions: [],
			tags: { value: { team: "shop" } },
			volumes: [
				{ name: "data" },
				{ name: "files", efsTransitEncryption: "ENABLED" },
				{ name: "bare", efsTransitEncryption: null },
			],
			containers: [
				{
					name: "app",
					readonlyRootFilesystem: true,
					mounts: [{ path: "/data", volume: "data", hostPath: "/srv", readOnly: true }],
				},
			],
		});
	});

	test.each([
		[{ container_definitions: true }, { containers: afterApply }],
		[{ memory: true }, { memoryMiB: afterApply }],
		[{ network_mode: true }, { networkMode: afterApply }],
		[{ volume: true }, { volumes: afterApply }],
		[{ runtime_platform: true }, { operatingSystem: afterApply }],
		[{ runtime_platform: [{ operating_system_family: true }] }, { operatingSystem: afterApply }],
		[{ volume: [true] }, { volumes: [{ efsTransitEncryption: afterApply }] }],
		[{ volume: [{ efs_volume_configuration: true }] }, { volumes: [{ efsTransitEncryption: afterApply }] }],
		[
			{ volume: [{ efs_volume_configuration: [{ transit_encryption: true }] }] },
			{ volumes: [{ efsTransitEncryption: afterApply }] },
		],
	])("is unknown where the plan is: %j", (unknown, expected) => {
		const expressions = Object.fromEntries(Object.keys(unknown).map((name) => [name, { references: ["var.x"] }]));
		expect(factsOf({}, { unknown, expressions })).toMatchObject(expected);
	});

	test.each([
		[{}, "/var/run/docker.sock"],
		[{ volume: [{ docker_volume_configuration: [{ driver_opts: true }] }] }, afterApply],
	])("has the host path of a Docker volume that binds one: %j", (unknown, hostPath) => {
		const driver_opts = { type: "none", o: "bind", device: "/var/run/docker.sock" };
		const volume = [{ name: "data", docker_volume_configuration: [{ driver: "local", driver_opts }] }];
		const mountPoints = [{ sourceVolume: "data", containerPath: "/data" }];
		const container_definitions = JSON.stringify([{ name: "app", mountPoints }]);
		const container = firstContainer([definition({ container_definitions, volume }, { unknown })]);
		expect(container?.mounts).toMatchObject([{ hostPath }]);
	});

	test.each([
		[{ volume: true }, { volumes: afterApply }],
		[{ runtime_platform: true }, { operatingSystem: afterApply }],
	])("is unknown where a dynamic block is: %j", (unknown, expected) => {
		expect(factsOf({}, { unknown, expressions: { family: {} } })).toMatchObject(expected);
	});

	test("has the default network mode when the provider decides it", () => {
		expect(factsOf({}, { unknown: { network_mode: true }, expressions: { family: {} } }).networkMode).toBeNull();
	});

	test("is unknown wherever the plan is when there is no configuration", () => {
		const plan = aPlan([definition({}, { unknown: { network_mode: true } })], { configuration: {} });
		const facts = asTaskDefinition(onlySubject(readTerraformPlan(aFile(plan, "plan.json"))));
		expect(facts.networkMode).toEqual(afterApply);
	});

	test.each([
		["not JSON", "[{]", /^it is not JSON \(container_definitions:1:3: /],
		["JSON that is no list", "{}", /^containerDefinitions is an object, not a list$/],
		["JSON without end", "[".repeat(300), /nested too deeply/],
	])("has unknown containers: %s", (_, container_definitions, reason) => {
		expect(factsOf({ container_definitions }).containers).toEqual({ unresolved: expect.stringMatching(reason) });
	});

	test.each([
		["true", true],
		["False", false],
		[true, true],
		["yes", { unresolved: "privileged is a string, not true or false" }],
	])("may have a boolean as a string: %j is %j", (privileged, expected) => {
		const container_definitions = JSON.stringify([{ Name: "app", Privileged: privileged }]);
		expect(firstContainer([definition({ container_definitions })])).toMatchObject({
			name: "app",
			privileged: expected,
		});
	});
});

describe("a platform version that a service of the plan pins", () => {
	const service = (values: object, more: Partial<PlannedResource> = {}): PlannedResource => ({
		address: "aws_ecs_service.web",
		values: { platform_version: "1.3.0", ...values },
		...more,
	});
	const referring = (...references: readonly string[]) => ({
		unknown: { task_definition: true },
		expressions: { task_definition: { references }, platform_version: {} },
	});
	const unclear = { unresolved: "the task definition whose platform version a service pins is only known after apply" };

	test.each([
		["of the family", service({ task_definition: "web" }), ["1.3.0"]],
		["of a revision", service({ task_definition: "arn:aws:ecs:x:1:task-definition/web:7" }), ["1.3.0"]],
		["of another family", service({ task_definition: "web-2" }), []],
		[
			"by reference",
			service({}, referring("aws_ecs_task_definition.web.arn", "aws_ecs_task_definition.web")),
			["1.3.0"],
		],
		["of who knows what", service({}, referring("var.task_definition")), unclear],
		["of a longer family", service({ task_definition: "arn:aws:ecs:x:1:task-definition/web-2:7" }), []],
		["of a family and a revision", service({ task_definition: "web:7" }), ["1.3.0"]],
		["of nothing", service({ task_definition: "" }), []],
		["on whatever", service({ task_definition: "web", launch_type: "" }), ["1.3.0"]],
		["on EC2", service({ task_definition: "web", launch_type: "EC2" }), []],
		["on Fargate", service({ task_definition: "web", launch_type: "FARGATE" }), ["1.3.0"]],
		[
			"that is not written",
			service(
				{ task_definition: "web", platform_version: null },
				{ unknown: { platform_version: true }, expressions: { task_definition: {} } },
			),
			[],
		],
		[
			"that is unknown",
			service(
				{ task_definition: "web" },
				{ unknown: { platform_version: true }, expressions: { platform_version: {} } },
			),
			afterApply,
		],
	])("belongs to the task definition of the service: %s", (_, one, expected) => {
		const [subject] = read([definition(), one]).subjects;
		expect(subject && asTaskDefinition(subject).platformVersions).toEqual(expected);
	});

	test("is certain even when another service's is unknown", () => {
		const certain = service({ task_definition: "web" });
		const unsure = { ...service({ platform_version: "1.4.0" }, referring("var.x")), address: "aws_ecs_service.b" };
		const other = { ...service({ task_definition: "web", platform_version: "LATEST" }), address: "aws_ecs_service.c" };
		const versionsOf = (...services: readonly PlannedResource[]) => {
			const [subject] = read([definition(), ...services]).subjects;
			return subject && asTaskDefinition(subject).platformVersions;
		};
		expect(versionsOf(certain, unsure)).toEqual(["1.3.0"]);
		expect(versionsOf(unsure, certain, other)).toEqual(["1.3.0", "LATEST"]);
		expect(versionsOf(unsure)).toEqual(unclear);
	});
});

describe("the repository of an image", () => {
	const repository = {
		address: "aws_ecr_repository.web",
		values: { name: "shop/web", image_tag_mutability: "IMMUTABLE" },
	};
	const none = { unread: "the plan has no repository with its name", needsAws: true };
	const immutable = { value: { tagMutability: "IMMUTABLE", exclusionFilters: [] } };
	test("is unknown when several have its name, unless their regions differ", () => {
		const image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1";
		const one = definition({ container_definitions: JSON.stringify([{ name: "a", image }]) });
		const inRegions = (region?: string, other?: string) => {
			const twin = { address: "aws_ecr_repository.us", values: { name: "shop/web", region: other } };
			const resources = [twin, { ...repository, values: { ...repository.values, region } }, one];
			return firstContainer(resources, priorState("111122223333"))?.imageRepository;
		};
		expect(inRegions()).toEqual({ unread: "the plan has several repositories with its name" });
		expect(inRegions("eu-west-1", "us-east-1")).toEqual(immutable);
		expect(inRegions("us-west-1", "us-east-1")).toEqual(none);
	});

	test.each([
		["111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1", immutable],
		["111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/web@sha256:00", immutable],
		["111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/web", immutable],
		["111122223333.dkr-ecr.eu-west-1.on.aws/shop/web:1", immutable],
		["111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1@sha256:00", immutable],
		["1111222233334.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1", none],
		["11112222333.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1", none],
		["x/111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1", none],
		["111122223333.dkrxecr.eu-west-1.amazonaws.com/shop/web:1", none],
		["111122223333.dkr.ecr.eu-west-1.amazonaws.com/my/shop/web:1", none],
		["444455556666.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1", none],
		["111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/other:1", none],
		["shop/web:1", none],
		[null, none],
	])("is found in the plan: %s", (image, expected) => {
		const resources = [repository, definition({ container_definitions: JSON.stringify([{ name: "a", image }]) })];
		expect(firstContainer(resources, priorState("111122223333"))?.imageRepository).toEqual(expected);
		expect(firstContainer(resources)?.imageRepository).toEqual(none);
	});
});
