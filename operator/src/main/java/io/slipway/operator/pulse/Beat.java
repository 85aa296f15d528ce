package io.slipway.operator.pulse;

/**
 * A pod that is to be asked.
 *
 * @param namespace of the pod and of its ModelDeployment
 * @param deployment the ModelDeployment's name
 * @param uid of the pod
 * @param ip where it answers on port 9090
 */
public record Beat(String namespace, String deployment, String uid, String ip) {}
