import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { adapterPermissions } from "../../../adapters/permissions.ts";
import { commandPermissions } from "../../../operations/permissions.ts";

const root = join(import.meta.dirname, "../../../adapters");
const all = Object.values(adapterPermissions).flat();
const ofOperators = Object.values(commandPermissions).flat();

/** `new GetItemCommand(` in a folder's sources is the action `dynamodb:GetItem`. */
const actionsCalledIn = (folder: string): readonly string[] =>
	readdirSync(join(root, folder)).flatMap((file) => {
		const source = readFileSync(join(root, folder, file), "utf8");
		const service = /from "@aws-sdk\/client-(\w+)"/.exec(source)?.[1];
		return [...source.matchAll(/new (\w+)Command\(/g)].map(([, call]) => `${service}:${call}`);
	});

describe("permissions are next to the calls", () => {
	test.each(["dynamodb", "ecr", "ecs"])("%s/ has exactly the permissions that it uses", (folder) => {
		// What AWS asks for on behalf of another call has no call of its own.
		const direct = [...all, ...ofOperators].filter(({ through }) => through === undefined);
		const actions = direct.map(({ action }) => action);
		const allowed = actions.filter((action) => action.startsWith(`${folder}:`));
		expect([...new Set(allowed)].sort()).toEqual([...new Set(actionsCalledIn(folder))].sort());
	});

	test("every action that a message names is one that is permitted", () => {
		const sources = readdirSync(root, { recursive: true, encoding: "utf8" })
			.filter((path) => path.endsWith(".ts"))
			.map((path) => readFileSync(join(root, path), "utf8"));
		const named = sources.flatMap((source) =>
			[...source.matchAll(/(?:callAws\(\s*|action = |\baction: )"([^":]+:[^"]+)"/g)].map(([, action]) => action),
		);
		expect(new Set(named)).toEqual(new Set([...all, ...ofOperators].map(({ action }) => action)));
	});

	test("one file sends single messages to SQS, one batches of them, and one dead letters with all their attributes", () => {
		const senders = readdirSync(join(root, "sqs")).filter((file) =>
			/new SendMessage\w*Command\(/.test(readFileSync(join(root, "sqs", file), "utf8")),
		);
		expect(senders).toEqual(["dead-letter-messages.ts", "send-message.ts", "send-messages.ts"]);
	});

	test("a wildcard has a reason", () => {
		const unexplained = all.filter((permission) => permission.on === "*" && !permission.reason);
		expect(unexplained).toEqual([]);
	});
});
