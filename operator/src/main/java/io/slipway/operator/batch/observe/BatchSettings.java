package io.slipway.operator.batch.observe;

import java.util.OptionalLong;

/**
 * What the installation decides for every run.
 *
 * @param image of the pods of runs and look-ups; empty where the installation names none
 * @param sparkImage of drivers and executors of Spark; empty where the installation names none
 * @param registrySecret the Secret with which pods read the registry, of a run's namespace; it goes
 *     to no other source; empty for none
 * @param clusterDomain the DNS suffix of the cluster's Services
 * @param group that owns the folders of claims that pods write, and that these pods are in; empty
 *     where the cluster chooses it, or their owner has seen to it
 */
public record BatchSettings(
    String image,
    String sparkImage,
    String registrySecret,
    String clusterDomain,
    OptionalLong group) {}
