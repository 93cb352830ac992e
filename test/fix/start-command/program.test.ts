import { expect, test } from "@jest/globals";
import { nameOf, programIn } from "../../../fix/start-command/program.ts";

test.each([
	["app --port 80", "app --port 80"],
	["/usr/bin/app x", "app x"],
	["sh -c app x", "app x"],
	["/init sh -ec app x", "app x"],
	["bash -lc app", "app"],
	["su app -c tee /x", "tee /x"],
	["runuser app -c app x", "app x"],
	["sudo -u tee app /x", "app /x"],
	["sudo -E app", "app"],
	["env -i -u HOME A=1 app", "app"],
	["A=1 B=2 app", "app"],
	["nice -n 5 app", "app"],
	["xargs -I x app x", "app x"],
	["timeout -s KILL 5 app", "app"],
	["timeout 5 app", "app"],
	["gosu app:app app x", "app x"],
	["su-exec app app x", "app x"],
	["gosu tee env app x", "app x"],
	["tini -g -- app", "app"],
	["dumb-init app", "app"],
	["exec nohup app", "app"],
	["! app", "app"],
	["if app", "app"],
	["while true", "true"],
	["/docker-entrypoint.sh app x", "app x"],
	["docker-entrypoint app x", "app x"],
	["entrypoint.sh -- app x", "app x"],
	["entrypoint.sh --master yarn", "--master yarn"],
	["app > /x y", "app"],
	["app a 2> /x", "app a"],
	["app a &> /x", "app a"],
	["app a b>c", "app a b>c"],
	["app shy", "app shy"],
	["bashful x", "bashful x"],
	["xsudo x", "xsudo x"],
	["run.shx app", "run.shx app"],
	["sh", ""],
	["", ""],
])("%j starts %j", (line, expected) => {
	const { name, given } = programIn(line.split(" ").filter((token) => token !== ""));
	expect([name, ...given].filter((token) => token !== "").join(" ")).toBe(expected);
});

test.each([
	["/usr/bin/tee", "tee"],
	["tee", "tee"],
	["/", ""],
])("the name of %s is %j", (token, name) => {
	expect(nameOf(token)).toBe(name);
});
