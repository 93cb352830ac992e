import { defineControl } from "../../core/control.ts";
import { formatUnknown, isUnresolved } from "../../core/reading.ts";
import { fail, type Judgement, pass, unknown } from "../../core/verdict.ts";
import { judgeEachContainer } from "../../domain/containers/each-container.ts";
import { isAdministratorIn, userText } from "../../domain/containers/user.ts";
import { aContainer, aTaskDefinition } from "../../domain/example-facts.ts";

const withUser = (user: string | null) => aTaskDefinition({ containers: [aContainer({ user })] });
const onWindows = (user: string) => ({ ...withUser(user), operatingSystem: "windows" as const });

const remediations = {
	linux: { ecs: 'Write "user": "1000:1000".', docker: 'Write user: "1000:1000" (docker run --user 1000:1000).' },
	windows: { ecs: 'Write "user": "ContainerUser".', docker: "Write user: ContainerUser." },
};

/** Only a user in the definition counts, because the image's own user is unknown here. */
export default defineControl({
	id: "task-definition/non-root-user",
	on: "task-definition",
	field: "user",
	title: "Containers should run as a user without administrator rights",
	severity: "MEDIUM",
	aws: "ECS.20, ECS.21",
	why: "Root in a container is root for the host's kernel: an escape from the container then gives access to everything on the host.",
	remediation: `${remediations.linux.ecs} On Windows: ${remediations.windows.ecs}`,
	dockerRemediation: `${remediations.linux.docker} On Windows: ${remediations.windows.docker}`,
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
		"https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-20",
		"https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-21",
	],
	examples: {
		pass: [
			{ title: "A numeric user id", facts: withUser("1000") },
			{ title: "A user in the root group: the user decides, not the group", facts: withUser("1000:0") },
			{ title: "A standard user on Windows", facts: onWindows("ContainerUser") },
		],
		fail: [
			{ title: "No user is set", facts: withUser(null) },
			{ title: "root by its id, with a group", facts: withUser("0:1000") },
			{ title: "An administrator on Windows", facts: onWindows("ContainerAdministrator") },
		],
	},

	evaluate(facts) {
		const { operatingSystem, engine } = facts;
		return judgeEachContainer(facts, ({ name, user }) => {
			const on = (system: "linux" | "windows"): Judgement => {
				const remediation = remediations[system][engine];
				const isBad = isAdministratorIn(user, system);
				if (isBad === "no user") return fail(`container ${name} does not set a user`, { remediation });
				if (isUnresolved(isBad)) return unknown(`the user of container ${name} is ${formatUnknown(isBad)}`);
				const message = `container ${name} runs as ${userText(user)}`;
				return isBad ? fail(message, { remediation }) : pass(message);
			};
			if (!isUnresolved(operatingSystem)) return on(operatingSystem);
			const [linux, windows] = [on("linux"), on("windows")];
			const open = [linux, windows].find(({ status }) => status === "unknown");
			if (open !== undefined || linux.status === windows.status) return open ?? linux;
			const where = linux.status === "fail" ? "Linux" : "Windows";
			const cause = `the operating system is ${formatUnknown(operatingSystem)}`;
			return unknown(`${linux.message}, which is an administrator on ${where}; ${cause}`);
		});
	},
});
