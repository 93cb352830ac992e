import { expect, test } from "@jest/globals";
import { credentialKindIn, credentialKinds } from "../../../domain/containers/credential-values.ts";

/** Put together here, so that no file holds anything that looks like a real one. */
const run = (character: string, length: number): string => character.repeat(length);
const service = "a token for a well-known service";
const hash = "a hash of a password";
const pem = Buffer.from("-----BEGIN RSA PRIVATE KEY-----").toString("base64").slice(0, -4);

test.each([
	["an AWS access key", `A${"KIA"}${run("7", 16)}`],
	["an AWS access key", `A${"SIA"}${run("Q", 16)}`],
	["a private key", `key ${pem}`],
	["an address that is a secret, as that of a webhook is", `hc-ping.com/${run("a", 22)}`],
	["an address that is a secret, as that of a webhook is", `?sv=2024&sig=${run("a", 20)}`],
	[hash, `$apr1$${run("a", 16)}`],
	[hash, `{SSHA}${run("a", 16)}`],
	[hash, `*${run("A", 40)}`],
	["a dynamic reference that resolves to plain text", "{{resolve:ssm-secure:/db/password:1}}"],
	["a connection string with a password", "amqp://shop:hunter2hunter@mq"],
	["a user and a password", "root:hunter2hunter"],
	["a user and a password", "root%hunter2hunter"],
	["a user and a password", "log in as root / hunter2hunter"],
	[service, `sk-${run("a", 32)}`],
	[service, `${run("1", 9)}:AA${run("b", 33)}`],
	[service, `${run("e", 32)}-us14`],
	[service, `Authorization: token ${run("a", 16)}`],
	[service, `authorization=token ${run("a", 16)}`],
	[service, `Basic ${run("a", 16)}`],
	[service, `Bearer+${run("a", 16)}`],
	[service, `ey${"Jhbg"}${run("a", 10)}.ey${"Jhbg"}${run("a", 10)}.`],
])("%s is recognized by nothing else than its form: %s", (kind, text) => {
	expect(credentialKinds[credentialKindIn(text) ?? -1]).toBe(kind);
});

test("a token of the least length is recognized, although shorter words are of no kind", () => {
	expect(credentialKindIn(`xoxb-${run("a", 10)}`)).not.toBeNull();
	expect(credentialKindIn(run("a", 14))).toBeNull();
});
