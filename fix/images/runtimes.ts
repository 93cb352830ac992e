import type { KnownImage } from "./known-image.ts";

const officialDocs = (name: string): string => `https://github.com/docker-library/docs/blob/master/${name}/content.md`;

const runtime = (program: string, ...names: readonly [string, ...string[]]): KnownImage => {
	const [first, ...others] = names;
	return {
		program,
		images: [`docker.io/library/${first}`, ...others.map((name) => `docker.io/library/${name}`)],
		sources: [officialDocs(first), ...others.map(officialDocs)],
		scratch: ["/tmp"],
		volumes: [],
		isRuntime: true,
	};
};

/**
 * What runs the application that a command names. Without a command it is unknown what runs: the image may be a placeholder that a
 * deployment replaces (https://github.com/aws-actions/amazon-ecs-render-task-definition).
 */
export const runtimes: readonly KnownImage[] = [
	{ ...runtime("Java", "amazoncorretto", "eclipse-temurin", "openjdk"), isJava: true },
	{
		...runtime("Java", "amazoncorretto"),
		images: ["public.ecr.aws/amazoncorretto/amazoncorretto"],
		isJava: true,
	},
	runtime("Python", "python"),
	runtime("Node.js", "node"),
	runtime("BusyBox", "busybox"),
];
