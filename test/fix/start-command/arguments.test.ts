import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type PlainOption, plainArguments } from "../../../fix/start-command/arguments.ts";

const option = (name: string, path: string | null = null): PlainOption => ({ name, path });

describe("a command that is one program with its options", () => {
	test.each<[readonly string[], string | null, readonly PlainOption[]]>([
		[["redis-server"], "redis-server", []],
		[["redis-server", "--appendonly", "yes"], "redis-server", [option("appendonly")]],
		[["redis-server --save 60 1 --loglevel warning"], "redis-server", [option("save"), option("loglevel")]],
		[["--max_connections=200"], null, [option("max-connections")]],
		[["postgres", "-c", "max_connections=200"], "postgres", [option("max-connections")]],
		[["postgres -c log_directory=/var/log"], "postgres", [option("log-directory", "/var/log")]],
		[["nginx", "-g", "daemon off;"], "nginx", [option("g")]],
		[["nginx -g 'daemon off;'"], "nginx", [option("g")]],
		[["--config.file=/etc/p.yml"], null, [option("config.file", "/etc/p.yml")]],
		[["x", "--log", "/var/log/x"], "x", [option("log", "/var/log/x")]],
		[["x", "--log=..\\out"], "x", [option("log", "..\\out")]],
		[["redis-server", "--requirepass", "${PASSWORD}"], "redis-server", [option("requirepass")]],
	])("%j", (words, program, options) => expect(plainArguments(words)).toEqual({ program, options }));
});

describe("a command that may do anything", () => {
	test.each([
		[["sh", "-c", "redis-server && x"]],
		[["nginx -g 'daemon off;'; rm -r /x"]],
		[["x > /y"]],
		[["x", "$(y)"]],
		[["x", "`y`"]],
		[["redis-server", "/redis.conf"]],
		[["redis-server", "redis.conf"]],
		[["x", "--log", "out.log"]],
		[["x", "${OPTIONS}"]],
		[["x", "--$NAME=1"]],
		[[]],
		[[""]],
	])("%j is not plain", (words) => expect(plainArguments(words)).toBeNull());
});

test("property: no value that is not a path is kept", () => {
	fc.assert(
		fc.property(fc.stringMatching(/^[a-z0-9]{8,20}$/), (secret) => {
			const kept = JSON.stringify(plainArguments(["x", "--requirepass", secret, `--token=${secret}`]));
			expect(kept).not.toContain(secret);
		}),
	);
});
