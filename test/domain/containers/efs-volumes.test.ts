import { expect, test } from "@jest/globals";
import type { VolumeFacts } from "../../../core/facts.ts";
import { checkEfsVolumes } from "../../../domain/containers/efs-volumes.ts";

const volume = (name: string, efsTransitEncryption?: VolumeFacts["efsTransitEncryption"]): VolumeFacts => ({
	name,
	...(efsTransitEncryption === undefined ? {} : { efsTransitEncryption }),
});
const without = (name: string, said: string) =>
	`EFS volume ${name} is mounted without transit encryption (transitEncryption is ${said})`;

test.each<[string, readonly VolumeFacts[], { names: string[]; problems: object[]; unresolved: object | null }]>([
	["no volume", [], { names: [], problems: [], unresolved: null }],
	["a volume that is not EFS", [volume("logs")], { names: [], problems: [], unresolved: null }],
	["an encrypted one", [volume("data", "ENABLED")], { names: ["data"], problems: [], unresolved: null }],
	[
		"one that is not",
		[volume("logs"), volume("data", "DISABLED")],
		{ names: ["data"], problems: [{ message: without("data", "DISABLED"), field: "volumes.1" }], unresolved: null },
	],
	[
		"one without transitEncryption",
		[volume("data", null)],
		{
			names: ["data"],
			problems: [{ message: without("data", "not set and defaults to DISABLED"), field: "volumes.0" }],
			unresolved: null,
		},
	],
	[
		"one that only the deployment knows, the first of two",
		[volume("a", "ENABLED"), volume("b", { unresolved: "Ref B" }), volume("c", { unresolved: "Ref C" })],
		{
			names: ["a", "b", "c"],
			problems: [],
			unresolved: { reason: "the transit encryption of EFS volume b is unknown (Ref B)", field: "volumes.1" },
		},
	],
	[
		"one with an unrecognized value beside an unencrypted one",
		[volume("a", "disabled\n"), volume("b", "DISABLED")],
		{
			names: ["a", "b"],
			problems: [{ message: without("b", "DISABLED"), field: "volumes.1" }],
			unresolved: {
				reason: 'the transit encryption of EFS volume a is "disabled", which is not recognized',
				field: "volumes.0",
			},
		},
	],
])("reports the EFS volumes of: %s", (_, volumes, expected) => {
	expect(checkEfsVolumes(volumes)).toMatchObject(expected);
});
