#!/bin/sh
# The job on a cluster: `spark_cluster.sh USERS LICENSES [ENVIRONMENT]`. README.md says step by step what it needs.
#
# SPARK_REMOTE=sc://host:15002   a Spark Connect server, or
# SPARK_MASTER=spark://host:7077 a cluster's master, for spark-submit with the driver on this machine
#
# ENVIRONMENT is an archive of a Python environment with oktaexpr. Without it the workers need one of their own.
set -eu
here=$(dirname "$0")
users=${1:?say USERS LICENSES [ENVIRONMENT]} licenses=${2:?say USERS LICENSES [ENVIRONMENT]} environment=${3:-}

if [ -n "${SPARK_REMOTE:-}" ]; then
    exec python3 "$here/spark_job.py" "$users" "$licenses" ${environment:+"$environment"}
fi

set -- --master "${SPARK_MASTER:?set it, or SPARK_REMOTE, to where the cluster is}"
if [ -n "$environment" ]; then
    # The archive is unpacked for the workers only: the driver runs in the Python that this shell has.
    set -- "$@" --archives "$environment#environment" --conf spark.pyspark.python=./environment/bin/python
    set -- "$@" --conf "spark.pyspark.driver.python=$(command -v python3)"
fi
exec spark-submit "$@" "$here/spark_job.py" "$users" "$licenses"
