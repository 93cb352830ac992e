import { parse } from "../../events/image-scanned/index.ts";
import { route } from "../../pipeline/route.ts";
import { imagePorts } from "../ports.ts";

/** A scan result is available: checks the image. Rejected events go to the dead-letter queue (docs/runbook.md). */
export const handler = route(parse, imagePorts("image-scanned"));
