import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { idsInAFilter } from "../../adapters/security-hub/read-findings.ts";
import { suppressionTimeoutMs } from "../../functions/chat-ports.ts";
import { functions, routes, sinks, workers } from "../../functions/manifest.ts";
import { findingReadIntervals } from "../../functions/sink-ports.ts";

const root = join(import.meta.dirname, "../..");

/** Workers that receive events. */
const receivers = workers.filter((worker) => "events" in worker);

const foldersOf = (path: string): string[] =>
	readdirSync(join(root, path), { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => name)
		.sort();

const namesOf = (entries: readonly { readonly name: string }[]): string[] => entries.map(({ name }) => name).sort();

describe("the manifest", () => {
	test("has an entry for every folder of functions/", () => {
		expect(namesOf(functions)).toEqual(foldersOf("functions"));
	});

	test("has one function for every folder of events/, and a second one for deployments that start", () => {
		const kinds = [...routes, ...receivers].flatMap(({ events }) => events.map(({ folder }) => folder));
		expect(kinds.sort()).toEqual([...foldersOf("events"), "deployment-started", "task-set-created"].sort());
		expect(new Set(routes.flatMap(({ events }) => events.map(({ folder }) => folder))).size).toBe(kinds.length - 3);
	});

	test.each([...routes, ...receivers])("gives each rule of $name a unique id", ({ events }) => {
		expect(new Set(events.map(({ rule }) => rule)).size).toBe(events.length);
	});

	test("leaves time to look up two findings of each change in a full batch for Slack; the others count as not suppressed", () => {
		const batchSize = sinks.find(({ sink }) => sink === "slack")?.batchSize ?? 0;
		const callsInTime = Math.ceil(suppressionTimeoutMs / findingReadIntervals.slack);
		expect(batchSize * 2).toBeLessThanOrEqual(callsInTime * idsInAFilter);
	});

	test("leaves the functions together no more calls of GetFindings in a second than the three of an account", () => {
		const perSecond = Object.values(findingReadIntervals).map((ms) => 1_000 / ms);
		expect(perSecond.reduce((sum, calls) => sum + calls)).toBeLessThanOrEqual(3);
	});

	test("gives every function a unique construct, and every sink a unique name", () => {
		expect(new Set(functions.map(({ construct }) => construct)).size).toBe(functions.length);
		expect(new Set(sinks.map(({ sink }) => sink)).size).toBe(sinks.length);
	});

	test("keeps the names in the logs, stack outputs, alarms and ledger of an installation", () => {
		const constructs = Object.fromEntries(functions.map(({ name, construct }) => [name, construct]));
		expect(constructs).toMatchObject({
			"image-scanned": "ImageScanned",
			"image-pushed": "ImagePushed",
			"task-definition-registered": "TaskDefinitionRegistered",
			"refresh-images-in-use": "ImagesInUse",
			"publish-findings": "Findings",
			"notify-slack": "Slack",
		});
		expect(Object.fromEntries(sinks.map(({ name, sink }) => [name, sink]))).toMatchObject({
			"publish-findings": "security-hub",
			"notify-slack": "slack",
		});
	});

	test("keeps the rules of an installation", () => {
		const ids = [...routes, ...receivers].flatMap(({ construct, events }) =>
			events.map(({ rule }) => `${construct}/${rule}`),
		);
		expect(ids).toEqual(
			expect.arrayContaining([
				...["ImageScanned/Rule", "ImagePushed/Rule", "TaskDefinitionRegistered/Rule"],
				...["ImagePushed/ImageDeletedRule", "ImagePushed/RepositoryChangedRule"],
				...["TaskDefinitionRegistered/DeploymentStartedRule", "TaskDefinitionRegistered/EcsChangedRule"],
				...["DeploymentStarted/Rule", "DeploymentStarted/HookAwaitingActionRule"],
				...["TaskDefinitionRegistered/TaskSetCreatedRule", "DeploymentStarted/TaskSetCreatedRule"],
			]),
		);
	});

	test("is data: it imports only types, and its parts with the endpoints, the hooks and the workers", () => {
		const sources = ["manifest.ts", "endpoints.ts", "hooks.ts", "workers.ts"].map((name) =>
			readFileSync(join(root, "functions", name), "utf8"),
		);
		const imports = sources.flatMap((source) => [...source.matchAll(/^import (?!type ).*$/gm)].map(([line]) => line));
		expect(imports).toEqual(["endpoints", "hooks", "workers"].map((part) => `import { ${part} } from "./${part}.ts";`));
	});
});

test.each([...routes, ...receivers])(
	"the handler of $name takes exactly its own events and writes its own name into logs and metrics",
	({ name, events }) => {
		const source = readFileSync(join(root, "functions", name, "handler.ts"), "utf8");
		const parsed = [...source.matchAll(/^import \{ parse(?:Start)?\b.* from "..\/..\/events\/(.+)\/index.ts";$/gm)];
		expect(parsed.map(([, folder]) => folder).sort()).toEqual(events.map(({ folder }) => folder).sort());
		expect(source).toMatch(new RegExp(`Ports\\("${name}"\\)`));
	},
);
