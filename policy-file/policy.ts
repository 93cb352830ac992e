import { isUtf8 } from "node:buffer";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { BadInputError } from "../core/errors.ts";
import { defaultPolicy, type Policy } from "../core/policy.ts";
import { merged, type Scope } from "../core/scopes.ts";
import type { Position } from "../readers/document/source-document.ts";
import { parseYaml } from "../readers/document/yaml-document.ts";
import type { YamlLimits } from "../readers/document/yaml-nodes.ts";
import { contradictionsIn, problemsOf, refuseIfAny } from "./policy-problems.ts";
import { policyFile } from "./policy-schema.ts";

/** The policy file of a folder, `shipshape.yaml`; null when there is none. */
export function policyPathIn(folder: string): string | null {
	const path = join(folder, "shipshape.yaml");
	return existsSync(path) ? path : null;
}

/** A policy, and where its waivers are written. */
export interface PolicyFile {
	readonly policy: Policy;
	/** In the order of `policy.waivers`. */
	readonly waiverPlaces: readonly Position[];
}

/** The policy of a file, or the defaults for null. Throws BadInputError, one line for everything that is wrong. */
export function readPolicy(path: string | null): Policy {
	return readPolicyFile(path).policy;
}

/** The same, for who has something to say about a waiver. */
export function readPolicyFile(path: string | null): PolicyFile {
	return path === null ? { policy: defaultPolicy, waiverPlaces: [] } : parsePolicyFile(textOf(path), path);
}

export function parsePolicy(text: string, file: string): Policy {
	return parsePolicyFile(text, file).policy;
}

/**
 * Reads a policy and fills in the defaults: mappings are merged, lists and single values replaced; an empty file is the defaults.
 * Throws BadInputError, one line `file:line:column: what is wrong; what to write` for everything that is wrong.
 */
export function parsePolicyFile(text: string, file: string): PolicyFile {
	const document = parseYaml(text, file, limits);
	const given = policyFile.safeParse(document.value ?? {});
	refuseIfAny(file, given.error?.issues.flatMap((issue) => problemsOf(issue, document)) ?? []);
	// The compiler compares the schema with the type of the policy: a merge of the two has its shape.
	const policy = merged(defaultPolicy, withListedRegistries(given.data as Written)) as Policy;
	refuseIfAny(file, contradictionsIn(policy, document));
	return { policy, waiverPlaces: policy.waivers.map((_, index) => document.at(["waivers", index], "value")) };
}

/** What a file says, checked. */
type Written = { readonly controls?: Scope["controls"]; readonly scopes?: readonly Scope[] };

const registries = "task-definition/trusted-registry";

/** Listing registries turns their control on, where the same place does not say itself whether it is. */
function withListedRegistries(written: Written): Written {
	const turnedOn = (controls: Scope["controls"]): Scope["controls"] => {
		const own = controls[registries];
		if (own?.registries === undefined || own.enabled !== undefined) return controls;
		return { ...controls, [registries]: { ...own, enabled: own.registries.length > 0 } };
	};
	const { controls, scopes } = written;
	return {
		...written,
		...(controls === undefined ? {} : { controls: turnedOn(controls) }),
		...(scopes === undefined
			? {}
			: { scopes: scopes.map((scope) => ({ ...scope, controls: turnedOn(scope.controls) })) }),
	};
}

/** Ten thousand waivers are 2 MiB and 110,000 parts. */
const limits: YamlLimits = { mebibytes: 4, parts: 250_000 };

function textOf(path: string): string {
	const found = attempt(path, () => statSync(path));
	if (!found.isFile()) throw new BadInputError(`${path}: not a file; name a file`);
	if (found.size > limits.mebibytes * 1024 * 1024)
		throw new BadInputError(`${path}: longer than ${limits.mebibytes} MiB; write a shorter file`);
	const bytes = attempt(path, () => readFileSync(path));
	if (!isUtf8(bytes)) throw new BadInputError(`${path}: not UTF-8; save it as UTF-8`);
	return bytes.toString("utf8");
}

function attempt<T>(path: string, read: () => T): T {
	try {
		return read();
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		const reason = code === "ENOENT" ? "there is no such file; name one that exists" : `cannot be read (${code})`;
		throw new BadInputError(`${path}: ${reason}`, { cause: error });
	}
}
