import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { shellLines } from "../../demo/shell-lines.ts";

const root = mkdtempSync(join(tmpdir(), "a checkout-"));
afterAll(() => rmSync(root, { recursive: true }));
mkdirSync(join(root, ".venv/bin"), { recursive: true });
const aws = join(root, ".venv/bin/aws");
writeFileSync(aws, '#!/bin/sh\necho "$AWS_PROFILE $AWS_ACCESS_KEY_ID $AWS_REGION: $*"\n');
chmodSync(aws, 0o755);

const endpoints = { ministack: "http://127.0.0.1:1", ecr: "http://127.0.0.1:2", ecs: "http://127.0.0.1:3" };
const lines = shellLines(
	{ account: "111122223333", region: "eu-west-1" },
	{ ...endpoints, securityHub: "http://127.0.0.1:4" },
	root,
);

test("a shell with the printed lines reaches the emulated AWS, SQS too, and no profile of a real account", () => {
	const script = `set -e\n${lines.join("\n")}\naws sqs list-queues\naws ecs list-clusters`;
	const env = { HOME: root, PATH: process.env["PATH"], AWS_PROFILE: "production", AWS_SESSION_TOKEN: "x" };
	expect(execFileSync("bash", ["-c", script], { encoding: "utf8", env }).split("\n")).toEqual([
		" 111122223333 eu-west-1: sqs list-queues --endpoint-url http://127.0.0.1:1",
		" 111122223333 eu-west-1: ecs list-clusters",
		"",
	]);
});
