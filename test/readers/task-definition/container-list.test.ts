import { describe, expect, test } from "@jest/globals";
import { areOnlyContainers, isContainerList } from "../../../readers/task-definition/container-list.ts";

const app = { name: "app", image: "nginx:1" };

/** The members of ContainerDefinition in the service model of the ECS API. */
const fields = [
	...["name", "image", "repositoryCredentials", "cpu", "memory", "memoryReservation", "links", "portMappings"],
	...["essential", "restartPolicy", "entryPoint", "command", "environment", "environmentFiles", "mountPoints"],
	...["volumesFrom", "linuxParameters", "secrets", "dependsOn", "startTimeout", "stopTimeout", "versionConsistency"],
	...["hostname", "user", "workingDirectory", "disableNetworking", "privileged", "readonlyRootFilesystem"],
	...["dnsServers", "dnsSearchDomains", "extraHosts", "dockerSecurityOptions", "interactive", "pseudoTerminal"],
	...["dockerLabels", "ulimits", "logConfiguration", "healthCheck", "systemControls", "resourceRequirements"],
	...["firelensConfiguration", "credentialSpecs"],
];

describe("a container definition", () => {
	test.each(fields)("may have the field %s", (field) => {
		expect(areOnlyContainers([app, { ...app, [field]: "x" }])).toBe(true);
		const inCloudFormation = `${field.charAt(0).toUpperCase()}${field.slice(1)}`;
		expect(areOnlyContainers([{ [inCloudFormation]: "x" }])).toBe(true);
	});
});

describe("a list with another field", () => {
	test.each(["price", "NAME", "images", "readOnlyRootFilesystem", "tags", "volumes", "family", "", "toString"])(
		"is not a list of container definitions: %j",
		(field) => {
			expect(areOnlyContainers([app, { ...app, [field]: "x" }])).toBe(false);
		},
	);
});

describe("a list with a picture as its image", () => {
	test.each<[image: unknown, isContainer: boolean]>([
		["nginx", true],
		["nginx:1.png-2", true],
		["pictures/png", true],
		["111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1", true],
		["web:1jpg", true],
		[null, true],
		["b.avif", false],
		["b.gif", false],
		["favicon.ico", false],
		["b.jpg", false],
		["b.jpeg", false],
		["b.PNG", false],
		["logo.svg", false],
		["b.webp", false],
		["/b", false],
		["https://example.com/b", false],
		["//example.com/b", false],
		["oci://example.com/b", false],
	])("is not a list of container definitions (%j): %j", (image, isContainer) => {
		expect(areOnlyContainers([{ name: "b", image }])).toBe(isContainer);
		expect(areOnlyContainers([{ Name: "b", Image: image }])).toBe(isContainer);
	});
});

describe("a list of containers", () => {
	test.each<[string, readonly unknown[], boolean]>([
		["of one", [app], true],
		["with more than is known of them", [{ ...app, price: 1 }], true],
		["with capitals", [{ Name: "app", Image: "nginx" }], true],
		["half with capitals", [{ name: "app", Image: "nginx" }], true],
		["of none", [], false],
		["without an image", [app, { name: "b" }], false],
		["without a name", [{ image: "b" }, app], false],
		["with an empty name", [{ ...app, name: "" }], false],
		["with a number as its image", [{ ...app, image: 1 }], false],
		["of texts", ["nginx"], false],
		["of nothing", [null], false],
	])("is recognized: %s (%j %j)", (_, list, expected) => {
		expect(isContainerList(list)).toBe(expected);
	});
});
