#!/bin/sh
# The job on a cluster: `spark_cluster.sh USERS LICENSES [ENVIRONMENT]`. README.md tells step by step what it needs.
#
# SPARK_REMOTE=sc://host:15002   a Spark Connect server; else spark-submit, and then
# SPARK_MASTER=spark://host:7077 the cluster's master (yarn by default)
# DEPLOY_MODE=cluster            the driver runs on the cluster as well (client by default)
#
# ENVIRONMENT is an archive of a Python environment with oktaexpr. Without it the workers need one of their own.
set -eu
here=$(dirname "$0")
users=$1 licenses=$2 environment=${3:-}

if [ -n "${SPARK_REMOTE:-}" ]; then
    exec python3 "$here/spark_job.py" "$users" "$licenses" ${environment:+"$environment"}
fi

set -- --master "${SPARK_MASTER:-yarn}" --deploy-mode "${DEPLOY_MODE:-client}" --files "$here/license.oel"
if [ -n "$environment" ]; then
    set -- "$@" --archives "$environment#environment" --conf spark.pyspark.python=./environment/bin/python
    # Here nothing is unpacked: a driver on this machine runs in the Python that this shell has.
    [ "${DEPLOY_MODE:-client}" = cluster ] || set -- "$@" --conf "spark.pyspark.driver.python=$(command -v python3)"
fi
exec spark-submit "$@" "$here/spark_job.py" "$users" "$licenses"
