#!/bin/sh
# The job on a cluster. Its workers need Python with `oktaexpr[columns]`: in their image, or sent along as an archive.
# usage: spark_cluster.sh USERS LICENSES
set -eu
cd "$(dirname "$0")"

if [ -n "${SPARK_REMOTE:-}" ]; then
    # Spark Connect, as in SPARK_REMOTE=sc://spark.acme.example:15002: the job runs there, this machine only asks.
    exec python spark_job.py "$1" "$2"
fi

# An archive made by: python -m venv env && env/bin/pip install 'oktaexpr[spark]' venv-pack && env/bin/venv-pack -o env.tar.gz
exec spark-submit \
    --master "${SPARK_MASTER:-yarn}" \
    --archives "env.tar.gz#env" \
    --conf spark.pyspark.python=./env/bin/python \
    --files license.oel \
    spark_job.py "$1" "$2"
