import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import control from "../../../controls/task-definition/capabilities.ts";
import type { CapabilityFacts, ContainerFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { aContainer, aTaskDefinition } from "../../support/builders.ts";
import { judged, verdictLines } from "../../support/judged.ts";

const having = (capabilities: ContainerFacts["capabilities"], more: Partial<TaskDefinitionFacts> = {}) =>
	aTaskDefinition({ containers: [aContainer({ capabilities })], ...more });
const adding = (...add: readonly string[]) => having({ add, drop: ["ALL"] });
const dropping = (drop: CapabilityFacts["drop"], more: Partial<TaskDefinitionFacts> = {}) =>
	having({ add: [], drop }, more);
const later = { unresolved: "Ref Caps" };
const partly = (...known: readonly (string | null)[]) => ({ ...later, known });
const kept = "pass MEDIUM container app adds no capabilities and keeps the engine's defaults";
const open = "unknown MEDIUM the capabilities that container app adds are unknown (Ref Caps)";

test.each<[string, TaskDefinitionFacts, string]>([
	["all dropped", dropping(["ALL"]), "pass MEDIUM container app adds no capabilities and drops ALL"],
	["all dropped, in small letters", dropping(["all"]), "pass MEDIUM container app adds no capabilities and drops ALL"],
	["no capabilities added or dropped", dropping([]), kept],
	["one dropped", dropping(["SYS_TIME"]), kept],
	["unknown drops", dropping(later), "pass MEDIUM container app adds no capabilities"],
	[
		"one of the default set added back",
		adding("cap_net_bind_service"),
		"pass MEDIUM container app adds only capabilities that are granted by default (NET_BIND_SERVICE) and drops ALL",
	],
	[
		"some of the default set added to it",
		having({ add: ["CHOWN", "NET_RAW"], drop: [] }),
		"pass MEDIUM container app adds only capabilities that are granted by default (CHOWN, NET_RAW) and keeps the engine's defaults",
	],
	[
		"one of the default set beside another",
		adding("AUDIT_WRITE", "AUDIT_CONTROL"),
		"fail MEDIUM container app adds AUDIT_CONTROL",
	],
	["one of the default set beside an unknown one", having({ add: partly("CHOWN", null), drop: [] }), open],
	["one added", adding("SYS_TIME"), "fail MEDIUM container app adds SYS_TIME"],
	["a lower-case name with the prefix", adding("cap_syslog"), "fail MEDIUM container app adds SYSLOG"],
	["the same twice", adding("SYSLOG", "CAP_SYSLOG", " syslog "), "fail MEDIUM container app adds SYSLOG"],
	["the prefix inside a name", adding("NEW_CAP_X"), "fail MEDIUM container app adds NEW_CAP_X"],
	["two added", adding("SYS_TIME", "SYSLOG"), "fail MEDIUM container app adds SYS_TIME, SYSLOG"],
	[
		"a dangerous one among those added",
		adding("SYS_TIME", "Cap_Sys_Admin"),
		"fail HIGH container app adds SYS_TIME, SYS_ADMIN",
	],
	["a longer name is another one", adding("SYS_ADMINISTRATION"), "fail MEDIUM container app adds SYS_ADMINISTRATION"],
	["unknown capabilities", having(later), open],
	["unknown added capabilities", having({ add: later, drop: ["ALL"] }), open],
	[
		"one unknown added capability",
		having({ add: partly("SYS_ADMIN", null), drop: [] }),
		"fail HIGH container app adds SYS_ADMIN",
	],
	["only unknown added capabilities", having({ add: partly(null), drop: [] }), open],
	[
		"an unknown drop beside ALL",
		dropping(partly(null, "all")),
		"pass MEDIUM container app adds no capabilities and drops ALL",
	],
	[
		"an unknown drop beside another",
		dropping(partly("SYSLOG", null)),
		"pass MEDIUM container app adds no capabilities",
	],
	[
		"Windows",
		{ ...adding("SYS_ADMIN"), operatingSystem: "windows" },
		"not-applicable MEDIUM Windows containers have no capabilities",
	],
	[
		"an unknown operating system",
		{ ...adding("SYSLOG"), operatingSystem: later },
		"unknown MEDIUM the operating system is unknown (Ref Caps); on Linux, container app adds SYSLOG",
	],
	[
		"which cannot turn a pass into a failure",
		dropping(["ALL"], { operatingSystem: later }),
		"pass MEDIUM container app adds no capabilities and drops ALL",
	],
	["no container", aTaskDefinition({ containers: [] }), "not-applicable MEDIUM there are no containers"],
])("gives the right verdict for: %s", (_, facts, expected) => {
	expect(verdictLines(control, facts)).toEqual([expected]);
});

test.each(["SYS_ADMIN", "NET_ADMIN", "SYS_MODULE", "SYS_PTRACE", "DAC_READ_SEARCH", "ALL"])(
	"fails with severity HIGH for %s",
	(name) => {
		for (const spelling of [name, `CAP_${name}`, name.toLowerCase(), `cap_${name.toLowerCase()}`]) {
			expect(verdictLines(control, adding(spelling))).toEqual([`fail HIGH container app adds ${name}`]);
		}
	},
);

describe("what the policy allows", () => {
	test.each<[string, readonly string[], TaskDefinitionFacts, string]>([
		[
			"alone",
			["sys_nice"],
			adding("CAP_SYS_NICE"),
			"pass MEDIUM container app adds only capabilities that are granted by default or allowed by the policy (SYS_NICE) and drops ALL",
		],
		[
			"without dropping",
			["SYS_PTRACE"],
			having({ add: ["SYS_PTRACE"], drop: [] }),
			"pass MEDIUM container app adds only capabilities that are granted by default or allowed by the policy (SYS_PTRACE) and keeps the engine's defaults",
		],
		["beside another", ["CAP_SYS_NICE"], adding("SYS_NICE", "SYSLOG"), "fail MEDIUM container app adds SYSLOG"],
		[
			"a dangerous one is no longer counted",
			["SYS_ADMIN"],
			adding("SYS_ADMIN", "SYSLOG"),
			"fail MEDIUM container app adds SYSLOG",
		],
		["an allowed one beside an unknown one", ["SYS_BOOT"], having({ add: partly(null, "SYS_BOOT"), drop: [] }), open],
		["ALL is not everything", ["ALL"], adding("SYSLOG"), "fail MEDIUM container app adds SYSLOG"],
	])("%s", (_, allowed, facts, expected) => {
		expect(verdictLines(control, facts, { allowed })).toEqual([expected]);
	});
});

test.each<[string, TaskDefinitionFacts, string]>([
	["ECS", adding("SYSLOG", "SYS_BOOT"), "Remove SYSLOG, SYS_BOOT from linuxParameters.capabilities.add."],
	["Docker", { ...adding("SYSLOG"), engine: "docker" }, "Remove SYSLOG from cap_add (docker run --cap-add)."],
	["ECS, nothing added", dropping([]), 'Write "capabilities": {"drop": ["ALL"]} in linuxParameters.'],
	["Docker, nothing added", dropping([], { engine: "docker" }), "Write cap_drop: [ALL] (docker run --cap-drop ALL)."],
])("gives the right remediation for %s", (_, facts, remediation) => {
	expect(judged(control, facts)).toMatchObject([
		{ remediation, container: "app", field: "linuxParameters.capabilities.add" },
	]);
});

test("lists ten capabilities and counts the others", () => {
	const names = Array.from({ length: 12 }, (_, index) => `C${index}`);
	expect(verdictLines(control, adding(...names))[0]).toContain("C9 and 2 more");
	expect(verdictLines(control, adding(...names), { allowed: names })[0]).toContain("C9 and 2 more");
});

test("gives the same status and severity for any spelling and order", () => {
	const name = fc.constantFrom("SYSLOG", "SYS_ADMIN", "SYS_TIME", "ALL", "SYS_BOOT");
	fc.assert(
		fc.property(fc.array(name, { maxLength: 4 }), (names) => {
			const odd = names.toReversed().map((one) => `cap_${one.toLowerCase()}`);
			const [first] = judged(control, adding(...names));
			expect(judged(control, adding(...odd))).toMatchObject([{ status: first?.status, severity: first?.severity }]);
		}),
	);
});
