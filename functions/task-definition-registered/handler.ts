import { parse as parseStarted } from "../../events/deployment-started/index.ts";
import { parse as parseChanged } from "../../events/ecs-changed/index.ts";
import { oneOf } from "../../events/one-of.ts";
import { parse as parseRegistered } from "../../events/task-definition-registered/index.ts";
import { parse as parseTaskSet } from "../../events/task-set-created/index.ts";
import { route } from "../../pipeline/route.ts";
import { familyPorts } from "../ports.ts";

/**
 * A revision was registered or deregistered: checks the family, and blocks the revision if the policy says so. A service, a cluster
 * or a capacity provider has changed: checks it.
 */
export const handler = route(
	oneOf(parseRegistered, parseStarted, parseChanged, parseTaskSet),
	familyPorts("task-definition-registered"),
);
