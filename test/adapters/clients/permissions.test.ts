import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { permissions as ledger } from "../../../adapters/dynamodb/ledger.ts";
import { permissions as published } from "../../../adapters/dynamodb/published.ts";
import { permissions as image } from "../../../adapters/ecr/read-image.ts";
import { permissions as repository } from "../../../adapters/ecr/read-repository.ts";
import { permissions as deregister } from "../../../adapters/ecs/deregister.ts";
import { permissions as imagesInUse } from "../../../adapters/ecs/read-images-in-use.ts";
import { permissions as platformVersions } from "../../../adapters/ecs/read-platform-versions.ts";
import { permissions as taskDefinition } from "../../../adapters/ecs/read-task-definition.ts";
import { permissions as deadLetters } from "../../../adapters/sqs/dead-letters.ts";
import { permissions as lookAgain } from "../../../adapters/sqs/requeue.ts";

const root = join(import.meta.dirname, "../../../adapters");
const readers = [image, repository, taskDefinition, platformVersions, imagesInUse];
const all = [ledger, published, ...readers, deregister, deadLetters, lookAgain].flat();

/** `new GetItemCommand(` in a folder's sources is the action `dynamodb:GetItem`. */
const actionsCalledIn = (folder: string): readonly string[] =>
	readdirSync(join(root, folder)).flatMap((file) => {
		const source = readFileSync(join(root, folder, file), "utf8");
		const service = /from "@aws-sdk\/client-(\w+)"/.exec(source)?.[1];
		return [...source.matchAll(/new (\w+)Command\(/g)].map(([, call]) => `${service}:${call}`);
	});

describe("permissions stand beside the calls", () => {
	test.each(["dynamodb", "ecr", "ecs"])("what %s/ calls is allowed, and what is allowed is called", (folder) => {
		// What AWS asks for on behalf of another call has no call of its own.
		const direct = all.filter(({ through }) => through === undefined);
		const allowed = direct.map(({ action }) => action).filter((action) => action.startsWith(`${folder}:`));
		expect([...new Set(allowed)].sort()).toEqual([...new Set(actionsCalledIn(folder))].sort());
	});

	test("a wildcard has a reason", () => {
		const unexplained = all.filter((permission) => permission.on === "*" && !permission.because);
		expect(unexplained).toEqual([]);
	});
});
