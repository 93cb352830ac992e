import { parse } from "../../events/image-pushed/index.ts";
import { route } from "../../pipeline/route.ts";
import { repositoryAndImagePorts } from "../ports.ts";

/** An image came into a repository: judge both. What fails for good waits in the dead-letter queue (docs/runbook.md). */
export const handler = route(parse, repositoryAndImagePorts("image-pushed"));
