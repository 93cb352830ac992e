import type { ServiceFacts } from "../../core/facts.ts";

/** `CLUSTER/NAME`, with which messages begin. */
export const serviceName = ({ cluster, name }: Pick<ServiceFacts, "cluster" | "name">): string => `${cluster}/${name}`;

/** A service or one of its task sets in a sentence, from the `of` of a fact. */
export const ownerName = (of: string): string => (of === "service" ? "the service" : `task set ${of}`);
