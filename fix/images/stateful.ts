import type { KnownImage } from "./known-image.ts";

const officialDocs = (name: string): string => `https://github.com/docker-library/docs/blob/master/${name}/content.md`;

/** A program of which only the paths of its data are known: without a volume there it is left, with one it is not certain. */
const keeping = (
	program: string,
	images: KnownImage["images"],
	volumes: readonly string[],
	...sources: KnownImage["sources"]
): KnownImage => ({ program, images, sources, scratch: ["/tmp"], volumes });

/** An image of the Docker Official Images whose page names the paths of its data. */
const official = (program: string, name: string, ...volumes: readonly string[]): KnownImage =>
	keeping(program, [`docker.io/library/${name}`], volumes, officialDocs(name));

/** Databases, queues and stores that need a volume before their root can be read-only. */
export const statefulPrograms: readonly KnownImage[] = [
	official("RabbitMQ", "rabbitmq", "/var/lib/rabbitmq"),
	official("Cassandra", "cassandra", "/var/lib/cassandra"),
	official("CouchDB", "couchdb", "/opt/couchdb/data"),
	official("Couchbase", "couchbase", "/opt/couchbase/var"),
	official("Neo4j", "neo4j", "/data"),
	official("ClickHouse", "clickhouse", "/var/lib/clickhouse"),
	official("ArangoDB", "arangodb", "/var/lib/arangodb3"),
	official("RethinkDB", "rethinkdb", "/data"),
	official("ZooKeeper", "zookeeper", "/data", "/datalog"),
	official("Percona Server", "percona", "/var/lib/mysql"),
	official("SonarQube", "sonarqube", "/opt/sonarqube/data", "/opt/sonarqube/extensions", "/opt/sonarqube/logs"),
	{ ...official("Mosquitto", "eclipse-mosquitto", "/mosquitto/data", "/mosquitto/log"), state: ["/mosquitto"] },
	keeping(
		"SQL Server",
		["mcr.microsoft.com/mssql/server", "mcr.microsoft.com/azure-sql-edge"],
		["/var/opt/mssql"],
		"https://github.com/microsoft/mssql-docker/issues/136",
		"https://github.com/microsoft/mssql-docker/issues/794",
	),
	keeping(
		"Oracle Database",
		["docker.io/gvenzl/oracle-free", "docker.io/gvenzl/oracle-xe", "container-registry.oracle.com/database/free"],
		["/opt/oracle/oradata"],
		"https://github.com/gvenzl/oci-oracle-free/blob/main/README.md",
	),
	keeping(
		"Kafka",
		["docker.io/apache/kafka", "docker.io/confluentinc/cp-kafka"],
		["/var/lib/kafka/data"],
		"https://github.com/apache/kafka/blob/trunk/docker/jvm/Dockerfile",
		"https://github.com/confluentinc/kafka-images/blob/master/ce-kafka/Dockerfile.ubi8",
	),
	keeping(
		"OpenSearch",
		["docker.io/opensearchproject/opensearch", "public.ecr.aws/opensearchproject/opensearch"],
		["/usr/share/opensearch/data", "/usr/share/opensearch/config"],
		"https://github.com/opensearch-project/opensearch-build/blob/main/docker/release/dockercomposefiles/docker-compose-3.x.yml",
	),
	{
		program: "Elasticsearch",
		images: ["docker.io/library/elasticsearch", "docker.elastic.co/elasticsearch/elasticsearch"],
		sources: [
			"https://github.com/elastic/elasticsearch/blob/main/distribution/docker/src/docker/bin/docker-entrypoint.sh",
		],
		scratch: ["/tmp", "/usr/share/elasticsearch/logs"],
		volumes: ["/usr/share/elasticsearch/data", "/usr/share/elasticsearch/config"],
		isJava: true,
	},
	keeping(
		"MinIO",
		["docker.io/minio/minio", "quay.io/minio/minio"],
		["/data"],
		"https://github.com/minio/minio/blob/master/Dockerfile.release",
		"https://github.com/minio/minio/blob/master/cmd/config-dir.go",
	),
];
