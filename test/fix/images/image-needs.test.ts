import { describe, expect, test } from "@jest/globals";
import { imageNeedsOf } from "../../../fix/images/image-needs.ts";
import { containerNeedsOf } from "../../../fix/plan/container-needs.ts";
import { aContainer } from "../../support/builders.ts";
import { programOf } from "../plan/known-program.ts";

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
	["valkey/valkey", "Valkey"],
	["registry-1.docker.io/library/nginx", "nginx"],
	["public.ecr.aws:443/nginx/nginx:1.27", "nginx"],
	["1.dkr.ecr.eu-west-1.amazonaws.com/ecr-public/nginx/nginx", "nginx"],
	["1.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/grafana/grafana:12", "Grafana"],
	["1.dkr.ecr.eu-west-1.amazonaws.com/quay/prometheus/prometheus", "Prometheus"],
	["1.dkr.ecr.eu-west-1.amazonaws.com/ecr-public/docker/library/redis", "Redis"],
	["public.ecr.aws/amazoncorretto/amazoncorretto", "Java"],
	["grafana/grafana", "Grafana"],
	["quay.io/prometheus/prometheus", "Prometheus"],
	["prom/prometheus", "Prometheus"],
	["quay.io/minio/minio", "MinIO"],
	["jenkins/jenkins:lts", "Jenkins"],
	["docker.elastic.co/elasticsearch/elasticsearch:8", "Elasticsearch"],
	["public.ecr.aws/datadog/agent", "the Datadog Agent"],
	["otel/opentelemetry-collector-contrib", "an OpenTelemetry collector"],
	["public.ecr.aws/aws-observability/aws-for-fluent-bit", "Fluent Bit"],
	["team/aws-for-fluent-bit", null],
	["nginx/nginx", null],
	["1.dkr.ecr.eu-west-1.amazonaws.com/nginx", null],
	["1.dkr.ecr.eu-west-1.amazonaws.com/team/library/nginx", null],
	["1.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/nginx", null],
	["registry.example.com/docker-hub/library/nginx", null],
	["quay.io/library/nginx", null],
	["localhost/nginx", null],
	["localhost:5000/nginx", null],
	["", null],
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
		programOf({ image }),
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
