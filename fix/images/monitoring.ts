import type { KnownImage } from "./known-image.ts";

const fluentBit = {
	volumes: [],
	configuration: ["/fluent-bit/etc", "/extra.conf"],
	onlyReads: ["/fluent-bit/etc"],
} as const;

/** Log routers, agents, collectors and what shows their data. */
export const monitoring: readonly KnownImage[] = [
	{
		...fluentBit,
		program: "Fluent Bit",
		images: [
			"docker.io/amazon/aws-for-fluent-bit",
			"docker.io/fluent/fluent-bit",
			"cr.fluentbit.io/fluent/fluent-bit",
			"public.ecr.aws/aws-observability/aws-for-fluent-bit",
		],
		sources: [
			"https://github.com/aws/aws-for-fluent-bit/blob/mainline/Dockerfile",
			"https://github.com/fluent/fluent-bit/blob/master/dockerfiles/Dockerfile",
		],
		// FireLens mounts /var/run with its socket: a tmpfs on /run would hide it.
		scratch: ["/tmp"],
		runsReadOnly: true,
	},
	{
		program: "Fluentd",
		images: ["docker.io/fluent/fluentd"],
		sources: [
			"https://github.com/fluent/fluentd-docker-image/blob/master/v1.16/debian/Dockerfile",
			"https://github.com/fluent/fluentd-docker-image/blob/master/README.md",
		],
		scratch: ["/tmp"],
		volumes: ["/fluentd/log"],
		runsReadOnly: true,
		isUnprivileged: true,
		configuration: ["/fluentd/etc"],
		onlyReads: ["/fluentd/etc"],
	},
	{
		program: "the Datadog Agent",
		images: ["docker.io/datadog/agent", "public.ecr.aws/datadog/agent", "gcr.io/datadoghq/agent"],
		sources: ["https://docs.datadoghq.com/containers/guide/readonly-root-filesystem"],
		scratch: ["/tmp", "/opt/datadog-agent/run", "/var/run/datadog", "/var/log/datadog"],
		volumes: ["/etc/datadog-agent"],
	},
	{
		program: "the AWS Distro for OpenTelemetry",
		images: ["docker.io/amazon/aws-otel-collector", "public.ecr.aws/aws-observability/aws-otel-collector"],
		sources: ["https://github.com/aws-observability/aws-otel-collector/blob/main/cmd/awscollector/Dockerfile"],
		scratch: ["/tmp"],
		volumes: [],
		// Its configuration is often in a variable from Parameter Store, which no file shows.
		isUnprivileged: true,
		configuration: ["/etc/otel-config.yaml", "/etc/ecs"],
		onlyReads: ["/etc/otel-config.yaml"],
	},
	{
		program: "an OpenTelemetry collector",
		images: ["docker.io/otel/opentelemetry-collector", "docker.io/otel/opentelemetry-collector-contrib"],
		sources: [
			"https://github.com/open-telemetry/opentelemetry-collector-releases/blob/main/distributions/otelcol/Dockerfile",
			"https://github.com/open-telemetry/opentelemetry-collector-releases/blob/main/distributions/otelcol-contrib/Dockerfile",
		],
		scratch: ["/tmp"],
		volumes: [],
		runsReadOnly: true,
		isUnprivileged: true,
		configuration: ["/etc/otelcol", "/etc/otelcol-contrib"],
		onlyReads: ["/etc/otelcol/config.yaml", "/etc/otelcol-contrib/config.yaml"],
	},
	{
		program: "the X-Ray daemon",
		images: ["docker.io/amazon/aws-xray-daemon", "public.ecr.aws/xray/aws-xray-daemon"],
		sources: ["https://github.com/aws/aws-xray-daemon/blob/master/Dockerfile"],
		scratch: ["/tmp"],
		volumes: [],
		runsReadOnly: true,
		isUnprivileged: true,
		configuration: ["/etc/amazon/xray"],
		onlyReads: ["/etc/amazon/xray/cfg.yaml"],
	},
	{
		program: "Envoy",
		images: ["docker.io/envoyproxy/envoy", "public.ecr.aws/appmesh/aws-appmesh-envoy"],
		sources: ["https://github.com/envoyproxy/envoy/blob/main/ci/docker-entrypoint.sh"],
		scratch: ["/tmp"],
		volumes: [],
		configuration: ["/etc/envoy"],
		onlyReads: ["/etc/envoy/envoy.yaml"],
	},
	{
		program: "Prometheus",
		images: ["docker.io/prom/prometheus", "quay.io/prometheus/prometheus"],
		sources: ["https://github.com/prometheus/prometheus/blob/main/Dockerfile"],
		scratch: ["/tmp"],
		volumes: ["/prometheus"],
		runsReadOnly: true,
		isUnprivileged: true,
		// Its configuration may name a file to which it logs queries.
		configuration: ["/etc/prometheus"],
		onlyReads: ["/etc/prometheus"],
		harmless: {
			programs: [],
			options: [
				"storage.tsdb.retention.size",
				"storage.tsdb.retention.time",
				"web.enable-admin-api",
				"web.enable-lifecycle",
			],
			readingOptions: ["config.file", "web.console.libraries", "web.console.templates"],
			writingOptions: ["storage.tsdb.path"],
		},
	},
	{
		program: "Grafana",
		images: ["docker.io/grafana/grafana", "docker.io/grafana/grafana-oss"],
		sources: [
			"https://github.com/grafana/grafana/blob/main/Dockerfile",
			"https://github.com/grafana/grafana/blob/main/packaging/docker/run.sh",
		],
		scratch: ["/tmp"],
		volumes: ["/var/lib/grafana"],
		runsReadOnly: true,
		isUnprivileged: true,
		configuration: ["/etc/grafana/grafana.ini"],
		onlyReads: ["/etc/grafana/provisioning"],
		readsFilesIn: ["/etc/grafana"],
		writingVariables: ["GF_AWS_PROFILES"],
	},
];
