import { parse as parseStarted } from "../../events/deployment-started/index.ts";
import { oneOf } from "../../events/one-of.ts";
import { parse as parseRegistered } from "../../events/task-definition-registered/index.ts";
import { route } from "../../pipeline/route.ts";
import { familyPorts } from "../ports.ts";

/** A revision was registered or deregistered: checks the family, and blocks the revision if the policy says so. */
export const handler = route(oneOf(parseRegistered, parseStarted), familyPorts("task-definition-registered"));
