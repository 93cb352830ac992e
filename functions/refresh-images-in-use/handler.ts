import { refreshImagesInUse } from "../../pipeline/refresh-images-in-use.ts";
import { refreshPorts } from "../refresh-ports.ts";

/** A check found that the images in use were read long ago: reads them. Failed requests go to the dead-letter queue (docs/runbook.md). */
export const handler = refreshImagesInUse(refreshPorts("refresh-images-in-use"));
