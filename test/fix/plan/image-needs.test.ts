import { describe, expect, test } from "@jest/globals";
import { containerNeedsOf } from "../../../fix/plan/container-needs.ts";
import { imageNeedsOf } from "../../../fix/plan/image-needs.ts";
import { aContainer } from "../../support/builders.ts";

test.each([
	["nginx", "nginx"],
	["NGINX:1.27", "nginx"],
	["library/nginx", "nginx"],
	["docker.io/nginx", "nginx"],
	["docker.io/library/nginx:1", "nginx"],
	["public.ecr.aws/nginx/nginx@sha256:ab", "nginx"],
	["public.ecr.aws/docker/library/nginx:1", "nginx"],
	["1.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/library/postgres", "PostgreSQL"],
	["nginxinc/nginx-unprivileged", "nginx (unprivileged)"],
	["valkey/valkey", "Redis"],
	["public.ecr.aws/amazoncorretto/amazoncorretto", "Java"],
	["grafana/grafana", "Grafana"],
	["quay.io/prometheus/prometheus", "Prometheus"],
	["prom/prometheus", "Prometheus"],
	["quay.io/minio/minio", "MinIO"],
	["jenkins/jenkins:lts", "Jenkins"],
	["docker.elastic.co/elasticsearch/elasticsearch:8", "Elasticsearch"],
	["public.ecr.aws/datadog/agent", "the Datadog Agent"],
	["otel/opentelemetry-collector-contrib", "an OpenTelemetry collector"],
	["team/aws-for-fluent-bit", "Fluent Bit"],
	["bitnami/nginx", null],
	["acme/my-nginx", null],
	["registry.example.com/nginx", null],
	["mynginx/nginx", null],
	["bitnami/postgresql", null],
	["acme/postgres", null],
	["my-node", null],
	[null, null],
])("the program of image %s is %s", (image, program) => expect(imageNeedsOf(image)?.program ?? null).toBe(program));

const mount = (path: string) => ({ path, volume: "v", hostPath: null, readOnly: true });
const notes = (image: string, ...paths: readonly string[]) =>
	containerNeedsOf(
		aContainer({ image, readonlyRootFilesystem: null, user: null, tmpfs: [], mounts: paths.map(mount) }),
		{ execServices: [] },
		null,
	).notes;

describe("mounts that must exist before the root is made read-only", () => {
	test.each([
		["grafana/grafana", "/var/lib/grafana"],
		["jenkins/jenkins", "/var/jenkins_home"],
		["prom/prometheus", "/prometheus"],
		["minio/minio", "/data"],
		["redis", "/data"],
		["elasticsearch", "/usr/share/elasticsearch/data"],
	])("%s needs a volume at %s", (image, path) => {
		expect(notes(image)).toEqual([expect.stringContaining(path)]);
		expect(notes(image, path).join()).not.toContain(`${path}:`);
	});

	const needsTmpfs =
		"nginx writes files that it generates from /etc/nginx/templates to /etc/nginx/conf.d; mount a tmpfs there first";
	test.each<[readonly string[], readonly string[]]>([
		[["/etc/nginx/templates"], [needsTmpfs]],
		[["/etc/nginx/templates/x.conf.template", "/etc/nginx/conf.d/a.conf"], [needsTmpfs]],
		[["/etc/nginx/templates", "/etc/nginx/conf.d"], []],
		[["/etc/nginx/templates", "/etc/nginx"], []],
		[["/etc/nginx/conf.d"], []],
	])("nginx with mounts at %j must be able to write the files that it generates: %j", (paths, expected) =>
		expect(notes("nginx", ...paths)).toEqual(expected),
	);
});
