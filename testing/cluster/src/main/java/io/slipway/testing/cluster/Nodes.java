package io.slipway.testing.cluster;

import java.io.IOException;

/** Breaks parts of a cluster and mends them. A pod is {@code namespace/name}. */
public interface Nodes {

  /** Takes a node's kubelet, proxy and containers away without notice. */
  void stop(String node) throws IOException, InterruptedException;

  /** Brings a stopped node back. */
  void start(String node) throws IOException, InterruptedException;

  /** Stops a pod's processes in their tracks: connections are taken, and nothing is answered. */
  void freezePod(String pod) throws IOException, InterruptedException;

  /** Lets a frozen pod go on. */
  void thawPod(String pod) throws IOException, InterruptedException;

  /** Stops a node's kube-proxy in its tracks: what it has set up stays as it is. */
  void freezeProxy(String node) throws IOException, InterruptedException;

  /** Lets a frozen kube-proxy go on. */
  void thawProxy(String node) throws IOException, InterruptedException;

  /** Drops what a pod sends to a port of others, whose answers on other ports it still gets. */
  void cutOff(String pod, int port) throws IOException, InterruptedException;

  /** Undoes {@link #cutOff}. */
  void reconnect(String pod) throws IOException, InterruptedException;
}
