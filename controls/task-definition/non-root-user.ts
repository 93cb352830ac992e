import { defineControl } from "../../core/control.ts";
import { aContainer, aTaskDefinition } from "../../core/example-facts.ts";
import { formatUnknown, isUnresolved } from "../../core/reading.ts";
import { formatForDisplay } from "../../core/text.ts";
import { fail, type Judgement, pass, unknown } from "../../core/verdict.ts";
import { judgeEachContainer } from "../../domain/containers/each-container.ts";
import { isRoot, isWindowsAdministrator } from "../../domain/containers/user.ts";

const as = (user: string | null) => aTaskDefinition({ containers: [aContainer({ user })] });

const remediations = {
	linux: { ecs: 'Write "user": "1000:1000".', docker: 'Write user: "1000:1000" (docker run --user 1000:1000).' },
	windows: { ecs: 'Write "user": "ContainerUser".', docker: "Write user: ContainerUser." },
};

/** What the image says cannot be seen from here: only a user that is written counts. */
export default defineControl({
	id: "task-definition/non-root-user",
	on: "task-definition",
	field: "user",
	title: "Containers run as a user without administrator rights",
	severity: "MEDIUM",
	aws: "ECS.20, ECS.21",
	why: "Root in a container is root for the host's kernel: a way out of the container is then a way to everything.",
	remediation: `${remediations.linux.ecs} On Windows: ${remediations.windows.ecs}`,
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
		"https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-20",
		"https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-21",
	],
	examples: {
		pass: [
			{ title: "A number", facts: as("1000") },
			{ title: "The user decides, not the group", facts: as("1000:0") },
			{ title: "Windows", facts: { ...as("ContainerUser"), operatingSystem: "windows" } },
		],
		fail: [
			{ title: "No user is written", facts: as(null) },
			{ title: "root by number, with a group", facts: as("0:1000") },
			{ title: "Windows", facts: { ...as("ContainerAdministrator"), operatingSystem: "windows" } },
		],
	},

	evaluate(facts) {
		const { operatingSystem, engine } = facts;
		return judgeEachContainer(facts, ({ name, user }) => {
			if (isUnresolved(user)) return unknown(`the user of container ${name} is ${formatUnknown(user)}`);
			const on = (system: "linux" | "windows"): Judgement => {
				const remediation = remediations[system][engine];
				if (user === null || user.trim() === "") return fail(`container ${name} names no user`, { remediation });
				const isBad = system === "linux" ? isRoot(user) : isWindowsAdministrator(user);
				const message = `container ${name} runs as ${formatForDisplay(user)}`;
				return isBad ? fail(message, { remediation }) : pass(message);
			};
			if (!isUnresolved(operatingSystem)) return on(operatingSystem);
			const [linux, windows] = [on("linux"), on("windows")];
			if (linux.status === windows.status) return linux;
			const where = linux.status === "fail" ? "Linux" : "Windows";
			return unknown(
				`${linux.message}, an administrator on ${where}; the operating system is ${formatUnknown(operatingSystem)}`,
			);
		});
	},
});
