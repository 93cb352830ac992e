import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { controls } from "../../../controls/index.ts";
import logging from "../../../controls/task-definition/logging.ts";
import { PartialText } from "../../../core/partial-text.ts";
import { taskDefinitionFactsOf } from "../../../domain/ecs-json/task-definition-facts.ts";
import { readAt } from "../../support/builders.ts";
import { judged } from "../../support/judged.ts";

type Fields = Readonly<Record<string, unknown>>;

const later = { unresolved: "Ref X" };
const factsOf = (definition: Fields) => taskDefinitionFactsOf(definition, { arn: "task.json", family: "web", readAt });
const onFargate = (more: Fields, ...others: readonly unknown[]) =>
	factsOf({ requiresCompatibilities: ["FARGATE", ...others], ...more });
const containerOf = (own: Fields, requiresCompatibilities: unknown) => {
	const { containers } = factsOf({ requiresCompatibilities, containerDefinitions: [own] });
	return Array.isArray(containers) ? containers[0] : undefined;
};

describe("what Fargate leaves no choice about is known:", () => {
	test.each<[string, string | null]>([
		["networkMode", "awsvpc"],
		["pidMode", "task"],
		["ipcMode", null],
	])("%s", (field, value) => {
		expect(onFargate({ [field]: later })).toMatchObject({ [field]: value });
		expect(onFargate({ [field]: later }, "EC2")).toMatchObject({ [field]: value });
		expect(onFargate({ [field]: later }, later)).toMatchObject({ [field]: value });
		expect(factsOf({ requiresCompatibilities: ["EC2"], [field]: later })).toMatchObject({ [field]: later });
		expect(factsOf({ requiresCompatibilities: later, [field]: later })).toMatchObject({ [field]: later });
		expect(onFargate({ [field]: "host" })).toMatchObject({ [field]: "host" });
	});

	test("privileged, but not what is written as true", () => {
		expect(containerOf({ privileged: later }, ["FARGATE"])?.privileged).toBeNull();
		expect(containerOf({ privileged: later }, ["EC2"])?.privileged).toEqual(later);
		expect(containerOf({ privileged: true }, ["FARGATE"])?.privileged).toBe(true);
	});

	test("the path of a volume on the host", () => {
		const volumes = [{ name: "data", host: { sourcePath: later } }];
		const own = { name: "app", mountPoints: [{ sourceVolume: "data", containerPath: "/data", readOnly: true }] };
		const mountsOn = (launchType: string) =>
			factsOf({ requiresCompatibilities: [launchType], volumes, containerDefinitions: [own] });
		expect(mountsOn("FARGATE")).toMatchObject({ containers: [{ mounts: [{ hostPath: null }] }] });
		expect(mountsOn("EC2")).toMatchObject({ containers: [{ mounts: [{ hostPath: later }] }] });
	});

	test("but not a text that cannot become it, or a value of another type", () => {
		const text = new PartialText([{ label: "${X}", why: "Ref X" }, "host"]);
		expect(onFargate({ networkMode: { unresolved: "Ref X", text } })).toMatchObject({ networkMode: { text } });
		expect(onFargate({ networkMode: "HOST" })).toMatchObject({
			networkMode: { unresolved: 'networkMode is "HOST", but ECS accepts only "host"' },
		});
		expect(containerOf({ privileged: "yes" }, ["FARGATE"])?.privileged).toEqual({
			unresolved: "privileged is a string, not true or false",
		});
	});
});

describe("a log driver on Fargate", () => {
	const verdict = (logConfiguration: unknown, ...launchTypes: readonly string[]) => {
		const containerDefinitions = [{ name: "app", logConfiguration }];
		const [one] = judged(logging, factsOf({ requiresCompatibilities: launchTypes, containerDefinitions }));
		return `${one?.status} ${one?.message}`;
	};

	test("is one of three, whichever it turns out to be", () => {
		const passes = "pass container app logs to awslogs or splunk or awsfirelens: Fargate accepts no other driver";
		expect(verdict({ logDriver: later }, "FARGATE")).toBe(passes);
		expect(verdict({ logDriver: later }, "EC2", "FARGATE")).toBe(passes);
		expect(verdict({ logDriver: later }, "EC2")).toBe("unknown the log driver of container app is unknown (Ref X)");
	});

	test("is unknown if there may be none, or none that Fargate accepts", () => {
		const text = new PartialText(["no", { label: "${X}", why: "Ref X" }]);
		expect(verdict(later, "FARGATE")).toMatch(/^unknown /);
		expect(verdict({ logDriver: { ...later, text } }, "FARGATE")).toMatch(/^unknown /);
		expect(verdict({ logDriver: {} }, "FARGATE")).toMatch(/^unknown /);
		expect(verdict({ logDriver: "NONE" }, "FARGATE")).toMatch(/^unknown /);
	});
});

describe("the transit encryption of an EFS volume is ENABLED", () => {
	const encryptionOf = (authorizationConfig: unknown, transitEncryption: unknown = later) => {
		const { volumes } = factsOf({ volumes: [{ efsVolumeConfiguration: { authorizationConfig, transitEncryption } }] });
		return Array.isArray(volumes) ? volumes[0]?.efsTransitEncryption : undefined;
	};
	const started = { unresolved: "Ref X", text: new PartialText(["fsap-", { label: "${X}", why: "Ref X" }]) };

	test.each<[string, unknown]>([
		["IAM", { iam: "ENABLED" }],
		["an access point", { accessPointId: "fsap-1" }],
		["an access point that is known in part", { accessPointId: started }],
	])("with %s", (_, authorization) => {
		expect(encryptionOf(authorization)).toBe("ENABLED");
		expect(encryptionOf(authorization, "DISABLED")).toBe("DISABLED");
		expect(encryptionOf(authorization, null)).toBeNull();
	});

	test.each<[string, unknown]>([
		["no authorization", undefined],
		["IAM switched off", { iam: "DISABLED", accessPointId: "" }],
		["IAM that is unknown", { iam: later }],
		["an access point that may be empty", { accessPointId: { ...later, isSet: true } }],
		["an unknown authorization", later],
	])("unless it has %s", (_, authorization) => {
		expect(encryptionOf(authorization)).toEqual(later);
	});
});

/** The values that ECS accepts there, by whether Fargate has to be able to run it. */
const accepted = (isOnFargate: boolean, isAuthorized: boolean): Readonly<Record<string, readonly unknown[]>> => ({
	networkMode: isOnFargate ? ["awsvpc"] : ["awsvpc", "host", "bridge", undefined],
	pidMode: isOnFargate ? ["task", undefined] : ["task", "host", undefined],
	ipcMode: isOnFargate ? [undefined] : ["none", "host", undefined],
	privileged: isOnFargate ? [false, undefined] : [true, false, undefined],
	logDriver: isOnFargate ? ["awslogs", "splunk", "awsfirelens"] : ["awslogs", "none"],
	transitEncryption: isAuthorized ? ["ENABLED"] : ["ENABLED", "DISABLED", undefined],
});

test("an unresolved value is unknown only if ECS accepts values that differ in the verdict", () => {
	const launchTypes = fc.constantFrom<readonly string[]>([], ["EC2"], ["FARGATE"], ["EC2", "FARGATE"], ["EXTERNAL"]);
	const authorization = fc.constantFrom(
		undefined,
		{ iam: "DISABLED" },
		{ iam: "ENABLED" },
		{ accessPointId: "fsap-1" },
	);
	const field = fc.constantFrom(...Object.keys(accepted(true, true)));
	const ids = ["no-host-namespaces", "not-privileged", "logging", "efs-in-transit-encryption"];
	const concerned = controls.filter(({ id }) => ids.some((one) => id === `task-definition/${one}`));
	fc.assert(
		fc.property(launchTypes, authorization, field, (requiresCompatibilities, authorizationConfig, name) => {
			const verdictsOf = (value: unknown): readonly string[] => {
				const own: Fields = {
					networkMode: "awsvpc",
					logDriver: "awslogs",
					transitEncryption: "ENABLED",
					[name]: value,
				};
				const { networkMode, pidMode, ipcMode, privileged, logDriver, transitEncryption } = own as Record<
					string,
					unknown
				>;
				const facts = factsOf({
					...{ requiresCompatibilities, networkMode, pidMode, ipcMode },
					volumes: [{ name: "data", efsVolumeConfiguration: { authorizationConfig, transitEncryption } }],
					containerDefinitions: [{ name: "app", privileged, logConfiguration: { logDriver } }],
				});
				return concerned.map((control) => judged(control, facts)[0]?.status ?? "none");
			};
			const isAuthorized = authorizationConfig !== undefined && authorizationConfig.iam !== "DISABLED";
			const values = accepted(requiresCompatibilities.includes("FARGATE"), isAuthorized)[name] ?? [];
			const open = verdictsOf(later);
			const filled = values.map(verdictsOf);
			const expected = concerned.map((_, index) => {
				const statuses = new Set(filled.map((one) => one[index]));
				return statuses.size === 1 ? [...statuses][0] : "unknown";
			});
			expect(open).toEqual(expected);
		}),
	);
});
