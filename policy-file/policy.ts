import { readFileSync, statSync } from "node:fs";
import { defaultPolicy } from "../controls/default-policy.ts";
import { controls } from "../controls/index.ts";
import { BadInputError } from "../core/errors.ts";
import type { Policy, Scope } from "../core/policy.ts";
import { deepMerge } from "../core/scopes.ts";
import { decodeText } from "../readers/document/decode-text.ts";
import type { Position } from "../readers/document/source-document.ts";
import { parseYaml } from "../readers/document/yaml-document.ts";
import type { YamlLimits } from "../readers/document/yaml-nodes.ts";
import { contradictionsIn, problemsOf, throwIfAny } from "./policy-problems.ts";
import { policyFileOf } from "./policy-schema.ts";

const schema = policyFileOf(controls);

/** A policy, and the positions in the file of what notes are about. */
export interface PolicyFile {
	readonly policy: Policy;
	/** Patterns as in `.gitignore`, from the folder of the file: what the command line does not read. Not a part of the policy in AWS. */
	readonly exclude: readonly string[];
	/** In the order of `policy.waivers`. */
	readonly waiverPositions: readonly Position[];
	/** In the order of `policy.block.breakGlass`. */
	readonly breakGlassPositions: readonly Position[];
	/** Of the section `block`. */
	readonly blockPosition: Position;
	/** In the order of `policy.scopes`. */
	readonly scopePositions: readonly Position[];
	/** Of the section `slack`. */
	readonly slackPosition: Position;
	/** In the order of `policy.slack.routes`. */
	readonly routePositions: readonly Position[];
}

/** The default policy, which is in no file. */
const noFile: PolicyFile = {
	...{
		policy: defaultPolicy,
		exclude: [],
		waiverPositions: [],
		breakGlassPositions: [],
		scopePositions: [],
		routePositions: [],
	},
	...{ blockPosition: { line: 1, column: 1 }, slackPosition: { line: 1, column: 1 } },
};

/** The policy of a file, or the default policy for null. Throws BadInputError with a line for each problem. */
export function readPolicy(path: string | null): Policy {
	return readPolicyFile(path).policy;
}

/** The same, with the positions of the waivers. */
export function readPolicyFile(path: string | null): PolicyFile {
	return path === null ? noFile : parsePolicyFile(readText(path), path);
}

export function parsePolicy(text: string, file: string): Policy {
	return parsePolicyFile(text, file).policy;
}

/**
 * Parses a policy and fills in the defaults: mappings are merged, lists and single values replaced; an empty file gives the
 * defaults. Throws BadInputError with a line `file:line:column: what is wrong; what to write` for each problem.
 */
export function parsePolicyFile(text: string, file: string): PolicyFile {
	const document = parseYaml(text, file, limits);
	const given = schema.safeParse(document.value ?? {});
	throwIfAny(file, given.error?.issues.flatMap((issue) => problemsOf(issue, document, schema)) ?? []);
	// The defaults are a policy and the file was validated, so the merge of the two is a policy.
	const { exclude = [], ...written } = given.data as Written;
	const policy = deepMerge(defaultPolicy, enableListedControls(written)) as Policy;
	throwIfAny(file, contradictionsIn(policy, document, controls, schema));
	return {
		policy,
		exclude,
		waiverPositions: policy.waivers.map((_, index) => document.at(["waivers", index], "value")),
		breakGlassPositions: policy.block.breakGlass.map((_, at) => document.at(["block", "breakGlass", at], "value")),
		blockPosition: document.at(["block"], "key"),
		scopePositions: policy.scopes.map((_, index) => document.at(["scopes", index], "value")),
		slackPosition: document.at(["slack"], "key"),
		routePositions: policy.slack.routes.map((_, index) => document.at(["slack", "routes", index], "value")),
	};
}

/** The validated content of a file. */
type Written = { readonly exclude?: readonly string[] } & WrittenPolicy;
type WrittenPolicy = { readonly controls?: Scope["controls"]; readonly scopes?: readonly Partial<Scope>[] };

/** Settings that enable their control if they list something. */
const enablingSettings = controls.flatMap(({ id, settings = {} }) =>
	Object.entries(settings).flatMap(([name, { enablesControl }]) => (enablesControl === true ? { id, name } : [])),
);

/** Sets `enabled` of the controls with such a list, unless the file sets it in the same mapping. */
function enableListedControls(written: WrittenPolicy): WrittenPolicy {
	const enabled = (given: Scope["controls"]): Scope["controls"] => {
		const changed = enablingSettings.flatMap(({ id, name }) => {
			const own = given[id];
			const list = own?.[name];
			if (!Array.isArray(list) || own?.enabled !== undefined) return [];
			return [[id, { ...own, enabled: list.length > 0 }] as const];
		});
		return { ...given, ...Object.fromEntries(changed) };
	};
	const { controls: own, scopes } = written;
	return {
		...written,
		...(own === undefined ? {} : { controls: enabled(own) }),
		...(scopes === undefined
			? {}
			: { scopes: scopes.map((scope) => ({ ...scope, controls: enabled(scope.controls ?? {}) })) }),
	};
}

/** Ten thousand waivers are 2 MiB and 110,000 parts. */
const limits: YamlLimits = { mebibytes: 4, parts: 250_000 };

function readText(path: string): string {
	const found = attempt(path, () => statSync(path));
	if (!found.isFile()) throw new BadInputError(`${path}: not a file; name a file`);
	if (found.size > limits.mebibytes * 1024 * 1024)
		throw new BadInputError(`${path}: longer than ${limits.mebibytes} MiB; write a shorter file`);
	return decodeText(
		attempt(path, () => readFileSync(path)),
		path,
		true,
	);
}

function attempt<T>(path: string, read: () => T): T {
	try {
		return read();
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		const reason = code === "ENOENT" ? "no such file; name one that exists" : `cannot be read (${code})`;
		throw new BadInputError(`${path}: ${reason}`, { cause: error });
	}
}
