import { sweep } from "../../pipeline/sweep/sweep.ts";
import { sweepPorts } from "../sweep-ports.ts";

/** The schedule's event arrived, or a message of a sweep: checks all subjects, whether or not AWS sent an event (docs/architecture.md). */
export const handler = sweep(sweepPorts("sweep"));
