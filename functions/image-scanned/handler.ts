import { parse } from "../../events/image-scanned/index.ts";
import { route } from "../../pipeline/route.ts";
import { imagePorts } from "../ports.ts";

/** A scanner has a result: judge the image. What fails for good waits in the dead-letter queue (docs/runbook.md). */
export const handler = route(parse, imagePorts("image-scanned"));
