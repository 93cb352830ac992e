import { parse as parseDeleted } from "../../events/image-deleted/index.ts";
import { parse as parsePushed } from "../../events/image-pushed/index.ts";
import { oneOf } from "../../events/one-of.ts";
import { parse as parseChanged } from "../../events/repository-changed/index.ts";
import { route } from "../../pipeline/route.ts";
import { repositoryAndImagePorts } from "../ports.ts";

/** An image or a repository was created, changed or deleted: checks it. Rejected events go to the dead-letter queue (docs/runbook.md). */
export const handler = route(oneOf(parsePushed, parseDeleted, parseChanged), repositoryAndImagePorts("image-pushed"));
