package io.slipway.server.traffic;

import io.slipway.server.contract.TrafficDocument;
import java.nio.charset.StandardCharsets;

/**
 * Where a key stands among the ten thousand parts of the traffic: the contract's formula, so that
 * whoever has the key can tell who answers it. Another rollout deals all keys anew.
 */
final class KeyBucket {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private KeyBucket() {}

  /** From 0 to 9999. */
  static int of(String rollout, String key) {
    return (int) Long.remainderUnsigned(hash(rollout, key), TrafficDocument.ALL);
  }

  /** FNV-1a of the rollout, a zero byte and the key, and the finalizer of MurmurHash3 over it. */
  static long hash(String rollout, String key) {
    // The zero keeps apart what would read alike when put together.
    long hash = fnv(fnv(FNV_OFFSET, rollout) * FNV_PRIME, key);
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }

  private static long fnv(long start, String text) {
    long hash = start;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    return hash;
  }
}
