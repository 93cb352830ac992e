import { parse } from "../../events/image-pushed/index.ts";
import { route } from "../../pipeline/route.ts";
import { repositoryAndImagePorts } from "../ports.ts";

/** An image arrived in a repository: checks both. Rejected events go to the dead-letter queue (docs/runbook.md). */
export const handler = route(parse, repositoryAndImagePorts("image-pushed"));
