import { parse } from "../../events/task-definition-registered/index.ts";
import { route } from "../../pipeline/route.ts";
import { familyPorts } from "../ports.ts";

/** A revision was registered or deregistered: checks the family, and blocks the revision if the policy says so. */
export const handler = route(parse, familyPorts("task-definition-registered"));
