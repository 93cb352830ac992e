import type { KnownImage } from "./known-image.ts";

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** What the runtime of Go and the AWS SDKs read; none of them names a path. https://pkg.go.dev/runtime#hdr-Environment_Variables */
const goVariables = words("AWS_DEFAULT_REGION AWS_REGION GOGC GOMAXPROCS GOMEMLIMIT");

/** The settings of the sections that name neither a path nor a mode of logging: conf/defaults.ini, `GF_<section>_<key>`. */
const grafanaVariables = words(`
	GF_ANALYTICS_CHECK_FOR_UPDATES GF_ANALYTICS_REPORTING_ENABLED GF_AUTH_ANONYMOUS_ENABLED GF_AUTH_ANONYMOUS_ORG_NAME
	GF_AUTH_ANONYMOUS_ORG_ROLE GF_AUTH_BASIC_ENABLED GF_AUTH_DISABLE_LOGIN_FORM GF_DATABASE_HOST GF_DATABASE_NAME
	GF_DATABASE_PASSWORD GF_DATABASE_TYPE GF_DATABASE_USER GF_LOG_LEVEL GF_SECURITY_ADMIN_EMAIL GF_SECURITY_ADMIN_PASSWORD
	GF_SECURITY_ADMIN_USER GF_SECURITY_ALLOW_EMBEDDING GF_SECURITY_COOKIE_SAMESITE GF_SECURITY_COOKIE_SECURE
	GF_SECURITY_DISABLE_GRAVATAR GF_SECURITY_SECRET_KEY GF_SERVER_DOMAIN GF_SERVER_HTTP_PORT GF_SERVER_ROOT_URL
	GF_SERVER_SERVE_FROM_SUB_PATH GF_USERS_ALLOW_ORG_CREATE GF_USERS_ALLOW_SIGN_UP GF_USERS_AUTO_ASSIGN_ORG
	GF_USERS_AUTO_ASSIGN_ORG_ROLE GF_USERS_DEFAULT_THEME GF_USERS_VIEWERS_CAN_EDIT
`);

const fluentBit = {
	program: "Fluent Bit",
	volumes: [],
	// FireLens mounts /var/run with its socket: a tmpfs on /run would hide it.
	scratch: ["/tmp"],
	harmlessVariables: words("AWS_DEFAULT_REGION AWS_REGION"),
	configuration: ["/fluent-bit/etc", "/extra.conf"],
	onlyReads: ["/fluent-bit/etc"],
} as const;

/** Log routers, agents, collectors and what shows their data. */
export const monitoring: readonly KnownImage[] = [
	{
		...fluentBit,
		images: ["docker.io/amazon/aws-for-fluent-bit", "public.ecr.aws/aws-observability/aws-for-fluent-bit"],
		sources: [
			"https://github.com/aws/aws-for-fluent-bit/blob/v2.32.3/entrypoint.sh",
			"https://github.com/aws/aws-for-fluent-bit/blob/v2.32.3/scripts/dockerfiles/Dockerfile.main-release",
		],
		runsReadOnly: { from: 2, through: 2 },
	},
	{
		...fluentBit,
		images: ["docker.io/fluent/fluent-bit", "cr.fluentbit.io/fluent/fluent-bit"],
		sources: ["https://github.com/fluent/fluent-bit/blob/master/dockerfiles/Dockerfile"],
		runsReadOnly: { from: 2, through: 4 },
		variants: ["debug"],
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
		runsReadOnly: { from: 1, through: 1 },
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
		runsReadOnly: { from: 0, through: 0, areAll: true },
		harmlessVariables: goVariables,
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
		runsReadOnly: { from: 2, through: 3, areAll: true },
		harmlessVariables: goVariables,
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
		runsReadOnly: { from: 1, through: 3, areAll: true },
		variants: ["busybox", "distroless"],
		harmlessVariables: goVariables,
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
			"https://github.com/grafana/grafana/blob/main/conf/defaults.ini",
			"https://github.com/grafana/grafana-operator/issues/2946",
			"https://github.com/grafana-community/helm-charts/issues/787",
		],
		scratch: ["/tmp"],
		volumes: ["/var/lib/grafana"],
		// Version 13 updates its bundled plugins in /usr/share/grafana/data/plugins-bundled.
		runsReadOnly: { from: 7, through: 12 },
		harmlessVariables: grafanaVariables,
		isUnprivileged: true,
		configuration: ["/etc/grafana/grafana.ini"],
		onlyReads: ["/etc/grafana/provisioning"],
		readsFilesIn: ["/etc/grafana"],
	},
];
