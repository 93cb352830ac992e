import { parse } from "../../events/image-pushed/index.ts";
import { repositoryAndImagePorts } from "../ports.ts";
import { route } from "../route.ts";

/** An image came into a repository: judge both. What fails for good waits in the dead-letter queue (docs/runbook.md). */
export const handler = route(parse, repositoryAndImagePorts("image-pushed"));
