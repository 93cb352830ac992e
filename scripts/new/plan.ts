import { existsSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";
import { BadInputError } from "../../core/errors.ts";
import type { SubjectKind } from "../../core/subject.ts";
import { functions, sinks } from "../../functions/manifest.ts";
import { readers } from "../../readers/index.ts";
import { camelCase, pascalCase } from "../camel-case.ts";
import { handlerText, manifestWith, readmeWith } from "./route.ts";
import { filesFor } from "./template-files.ts";

/** Text by path from the root: files to create, and files to replace. */
export interface Plan {
	readonly created: ReadonlyMap<string, string>;
	readonly changed: ReadonlyMap<string, string>;
}

const makers: Readonly<Record<string, (name: string, root: string) => Plan>> = {
	control: controlPlan,
	route: routePlan,
	reader: readerPlan,
};

/** The files to write for the arguments of `npm run new`. Throws BadInputError for bad usage, and for a name that is invalid or taken. */
export function planOf(args: readonly string[], root: string): Plan {
	const [what = "", name, ...others] = args;
	const make = Object.hasOwn(makers, what) ? makers[what] : undefined;
	if (make === undefined || name === undefined || others.length > 0) {
		throw new BadInputError("write npm run new -- control <kind>/<name>, route <name> or reader <name>");
	}
	return make(name, root);
}

/** The builder of facts about each kind of subject, and the type of the facts. */
const builders: Readonly<Record<SubjectKind, readonly [builder: string, type: string]>> = {
	image: ["anImage", "ImageFacts"],
	repository: ["aRepository", "RepositoryFacts"],
	"task-definition": ["aTaskDefinition", "TaskDefinitionFacts"],
	service: ["aService", "ServiceFacts"],
	cluster: ["aCluster", "ClusterFacts"],
	"capacity-provider": ["aCapacityProvider", "CapacityProviderFacts"],
};

function controlPlan(id: string, root: string): Plan {
	const [kind = "", name = "", ...others] = id.split("/");
	if (!isSubjectKind(kind) || !isName(name) || others.length > 0) {
		const kinds = Object.keys(builders).join(", ");
		throw new BadInputError(`"${id}" is not the id of a control; write <kind>/<name>, where <kind> is one of ${kinds}`);
	}
	const [builder, type] = builders[kind];
	const created = filesFor("my-control", root, [
		["repository/my-control", id],
		["my-control", name],
		['on: "repository"', `on: "${kind}"`],
		["aRepository", builder],
		["RepositoryFacts", type],
	]);
	// There is a remediation template for each kind of subject.
	const own = [...created].filter(([path]) => !path.endsWith(".md") || path === `controls/${id}.md`);
	return unlessTaken({ created: new Map(own), changed: new Map() }, [], root);
}

function routePlan(name: string, root: string): Plan {
	requireName(name, "route");
	const isTaken =
		functions.some(({ construct }) => construct === pascalCase(name)) || sinks.some(({ sink }) => sink === name);
	if (isTaken) throw new BadInputError(`a function named ${name} exists in functions/manifest.ts; choose another name`);
	const created = new Map([
		...filesFor("my-route", root, [["my-route", name]]),
		[`functions/${name}/handler.ts`, handlerText(name, root)],
	]);
	const changed = new Map([
		["functions/manifest.ts", manifestWith(name, root)],
		["events/README.md", readmeWith(name, root)],
	]);
	return unlessTaken({ created, changed }, [`events/${name}`, `functions/${name}`], root);
}

function readerPlan(kind: string, root: string): Plan {
	requireName(kind, "reader");
	// The registry imports each reader under its name.
	if (!isIdentifier(camelCase(kind))) throw new BadInputError(`"${kind}" is a reserved word; choose another name`);
	const last = Math.max(...readers.map(({ precedence }) => precedence));
	const created = filesFor("my-reader", root, [
		["my-reader", kind],
		["myReader", camelCase(kind)],
		["MyReader", pascalCase(kind)],
		["precedence: 0", `precedence: ${last + 10}`],
	]);
	return unlessTaken({ created, changed: new Map() }, [`readers/${kind}`], root);
}

/** Throws BadInputError if a file to create, or a folder of its own, exists. */
function unlessTaken(plan: Plan, folders: readonly string[], root: string): Plan {
	const taken = [...folders, ...plan.created.keys()].find((path) => existsSync(join(root, path)));
	if (taken !== undefined) throw new BadInputError(`${taken} exists; choose another name`);
	return plan;
}

const isSubjectKind = (kind: string): kind is SubjectKind => Object.hasOwn(builders, kind);

const isName = (name: string): boolean => /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name) && name !== "index";

function isIdentifier(name: string): boolean {
	try {
		new Script(`"use strict"; let ${name};`);
		return name !== "await";
	} catch {
		return false;
	}
}

function requireName(name: string, what: string): void {
	if (isName(name)) return;
	throw new BadInputError(`"${name}" is not a name for a ${what}; write lower-case words joined by hyphens`);
}
