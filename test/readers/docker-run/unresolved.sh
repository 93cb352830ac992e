#!/bin/sh
set -e
docker run --detach --name app --user 1000:1000 --read-only --memory 256m \
  --tmpfs /tmp:size=32m,noexec,nosuid,nodev "$IMAGE"
docker run --name proxy --volume ./nginx.conf:/etc/nginx/nginx.conf:ro nginx:1.29
