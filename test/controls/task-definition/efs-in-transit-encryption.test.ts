import { expect, test } from "@jest/globals";
import control from "../../../controls/task-definition/efs-in-transit-encryption.ts";
import type { TaskDefinitionFacts, VolumeFacts } from "../../../core/facts.ts";
import { aTaskDefinition } from "../../support/builders.ts";
import { judged, verdictLines } from "../../support/judged.ts";

const plain: VolumeFacts = { name: "scratch" };
const efs = (
	name: string,
	efsTransitEncryption: NonNullable<VolumeFacts["efsTransitEncryption"]> | null,
): VolumeFacts => ({
	name,
	efsTransitEncryption,
});
const later = { unresolved: "Ref Encryption" };
const none = "not-applicable MEDIUM there is no EFS volume";
const disabled = (name: string) =>
	`EFS volume ${name} is mounted without transit encryption (transitEncryption is DISABLED)`;
const absent = (name: string) =>
	`EFS volume ${name} is mounted without transit encryption (transitEncryption is not set and defaults to DISABLED)`;

test.each<[string, TaskDefinitionFacts["volumes"], string]>([
	["one, encrypted", [efs("a", "ENABLED")], "pass MEDIUM EFS volumes are encrypted in transit: a"],
	[
		"two, encrypted, beside another kind",
		[efs("a", "ENABLED"), plain, efs("b", "ENABLED")],
		"pass MEDIUM EFS volumes are encrypted in transit: a, b",
	],
	["DISABLED", [efs("a", "DISABLED")], `fail MEDIUM ${disabled("a")}`],
	["no transitEncryption", [efs("a", null)], `fail MEDIUM ${absent("a")}`],
	[
		"an encrypted volume and an unencrypted one",
		[efs("a", "ENABLED"), efs("b", "DISABLED")],
		`fail MEDIUM ${disabled("b")}`,
	],
	[
		"every bad one is named",
		[efs("a", null), plain, efs("b", "ENABLED"), efs("c", "DISABLED")],
		`fail MEDIUM ${absent("a")}; ${disabled("c")}`,
	],
	[
		"an unknown encryption",
		[efs("a", later)],
		"unknown MEDIUM the transit encryption of EFS volume a is unknown (Ref Encryption)",
	],
	[
		"an unknown encryption beside an unencrypted volume",
		[efs("a", later), efs("b", null)],
		`fail MEDIUM ${absent("b")}`,
	],
	[
		"an unknown encryption beside an encrypted volume",
		[efs("a", "ENABLED"), efs("b", later)],
		"unknown MEDIUM the transit encryption of EFS volume b is unknown (Ref Encryption)",
	],
	[
		"a value of tomorrow",
		[efs("a", "TLS13")],
		'unknown MEDIUM the transit encryption of EFS volume a is "TLS13", which is not recognized',
	],
	["no volume", [], none],
	["no EFS volume", [plain], none],
	["unknown volumes", later, "unknown MEDIUM the volumes are unknown (Ref Encryption)"],
	[
		"a name from outside stays on one line",
		[efs("a\nb", "ENABLED")],
		"pass MEDIUM EFS volumes are encrypted in transit: a b",
	],
])("gives the right verdict for: %s", (_, volumes, expected) => {
	expect(verdictLines(control, aTaskDefinition({ volumes }))).toEqual([expected]);
});

test("reports the volume as the field and the remediation once", () => {
	const volumes = [plain, efs("a", null), efs("b", null)];
	expect(judged(control, aTaskDefinition({ volumes }))).toMatchObject([
		{ field: "volumes.1", remediation: 'Write "transitEncryption": "ENABLED" in efsVolumeConfiguration.' },
	]);
	expect(judged(control, aTaskDefinition({ volumes: [plain, efs("a", later)] }))).toMatchObject([
		{ field: "volumes.1" },
	]);
});

test("gives one verdict per task, whatever its containers are", () => {
	const verdicts = judged(control, aTaskDefinition({ containers: later, volumes: [efs("a", "ENABLED")] }));
	expect(verdicts).toMatchObject([{ status: "pass" }]);
	expect(verdicts[0]).not.toHaveProperty("container");
});
