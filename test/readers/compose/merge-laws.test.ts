import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { ContainerFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { HiddenText } from "../../../core/hidden-text.ts";
import { isUnresolved } from "../../../core/reading.ts";
import { readCompose } from "../../../readers/compose/read.ts";
import { mergedFile, tasksIn } from "../../support/engine-files.ts";

const list = (items: readonly string[]) => fc.uniqueArray(fc.constantFrom(...items), { maxLength: 3 });

/** A part of a service, of the keys that are merged in different ways. */
const part = fc.record(
	{
		user: fc.constantFrom("root", "app", null),
		read_only: fc.boolean(),
		pid: fc.constantFrom("host", null),
		command: list(["serve", "--fast"]),
		cap_add: list(["SYS_ADMIN", "NET_RAW", "CHOWN"]),
		tmpfs: list(["/a", "/b", "/c"]),
		volumes: list(["one:/data", "two:/data", "/srv:/srv", "three:/more:ro"]).map((all) => {
			return all.filter((one, index) => all.findIndex((other) => targetOf(other) === targetOf(one)) === index);
		}),
		environment: fc.dictionary(fc.constantFrom("A", "B", "PASSWORD"), fc.constantFrom("x", "hunter2"), { maxKeys: 3 }),
		logging: fc.record({ driver: fc.constantFrom("none", "json-file") }, { requiredKeys: [] }),
		deploy: fc.record(
			{ resources: fc.record({ limits: fc.record({ memory: fc.constantFrom("64m", "1g") }) }) },
			{ requiredKeys: [] },
		),
	},
	{ requiredKeys: [] },
);
type ServicePart = typeof part extends fc.Arbitrary<infer T> ? T : never;

const targetOf = (volume: string): string => volume.split(":")[1] ?? "";

const fileOf = (service: object): string => JSON.stringify({ services: { web: service } });
const whole = { image: "nginx:1" };

const factsOf = (...services: readonly object[]): TaskDefinitionFacts | undefined =>
	tasksIn(readCompose(mergedFile([...services].map(fileOf))))["web"];

/** The facts without the order of the lists in which it means nothing. */
function unordered(facts: TaskDefinitionFacts | undefined): unknown {
	if (facts === undefined || isUnresolved(facts.containers)) return facts;
	const sorted = (all: unknown) => (Array.isArray(all) ? all.map((one) => JSON.stringify(one)).sort() : all);
	return {
		...facts,
		containers: facts.containers.map((one) => ({
			...one,
			tmpfs: sorted(one.tmpfs),
			mounts: sorted(one.mounts),
			environment: sorted(namesAndValues(one)),
		})),
	};
}

function namesAndValues({ environment }: ContainerFacts): unknown {
	return isUnresolved(environment)
		? environment
		: environment.map(({ name, value }) => ({
				name,
				isWeak: value instanceof HiddenText && value.inspect((text) => text === "hunter2"),
			}));
}

/** What Compose's documentation says of two parts, written down independently: one part that stands for both. */
function mergedBySpecification(base: ServicePart, own: ServicePart): object {
	const present = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== null));
	const capabilities = [...(base.cap_add ?? []), ...(own.cap_add ?? [])];
	const volumes = new Map([...(base.volumes ?? []), ...(own.volumes ?? [])].map((one) => [targetOf(one), one]));
	const limits = own.deploy?.resources ?? base.deploy?.resources;
	const driver = own.logging?.driver ?? base.logging?.driver;
	return {
		...base,
		...present,
		cap_add: capabilities,
		tmpfs: [...new Set([...(base.tmpfs ?? []), ...(own.tmpfs ?? [])])],
		volumes: [...volumes.values()],
		environment: { ...base.environment, ...own.environment },
		...(driver === undefined ? {} : { logging: { driver } }),
		...(limits === undefined ? {} : { deploy: { resources: limits } }),
	};
}

test("property: two files give what one file gives that is written as Compose merges them", () => {
	fc.assert(
		fc.property(part, part, (base, own) => {
			const one = factsOf({ ...mergedBySpecification(base, own), ...whole });
			expect(unordered(factsOf({ ...base, ...whole }, own))).toEqual(unordered(one));
		}),
	);
});

test("property: of three files, it does not matter which two are merged first", () => {
	fc.assert(
		fc.property(part, part, part, (one, two, three) => {
			const base = { ...one, ...whole };
			const all = unordered(factsOf(base, two, three));
			expect(unordered(factsOf({ ...mergedBySpecification(one, two), ...whole }, three))).toEqual(all);
			expect(unordered(factsOf(base, mergedBySpecification(two, three)))).toEqual(all);
		}),
	);
});

test("property: a file without services changes nothing, wherever it stands", () => {
	fc.assert(
		fc.property(
			part,
			part,
			fc.constantFrom("", "{}", "services: {}", "# x", "services: {web: null}"),
			(base, own, empty) => {
				const files = [fileOf({ ...base, ...whole }), fileOf(own)];
				const facts = (texts: readonly string[]) => tasksIn(readCompose(mergedFile(texts)))["web"];
				const expected = facts(files);
				for (const at of [1, 2]) expect(facts(files.toSpliced(at, 0, empty))).toEqual(expected);
			},
		),
	);
});

test("property: !override gives what the last file alone gives, and !reset what a base without it gives", () => {
	fc.assert(
		fc.property(
			part,
			part,
			fc.constantFrom("user", "tmpfs", "volumes", "environment", "cap_add", "deploy"),
			(base, own, key) => {
				const { [key]: value, ...rest } = { ...own, ...whole } as Record<string, unknown>;
				const { [key]: _, ...others } = { ...base, ...whole } as Record<string, unknown>;
				const files = (text: string) => [fileOf({ ...base, ...whole }), `services: {web: ${text}}`];
				const tagged = (tag: string, written: unknown) =>
					`{${[...Object.entries(rest).map(([name, one]) => `${name}: ${JSON.stringify(one)}`), `${key}: ${tag} ${JSON.stringify(written ?? null)}`].join(", ")}}`;
				const facts = (texts: readonly string[]) => unordered(tasksIn(readCompose(mergedFile(texts)))["web"]);
				expect(facts(files(tagged("!reset", value)))).toEqual(facts([fileOf(others), fileOf(rest)]));
				if (value !== undefined)
					expect(facts(files(tagged("!override", value)))).toEqual(
						facts([fileOf(others), fileOf({ ...rest, [key]: value })]),
					);
			},
		),
	);
});
