package io.slipway.operator.simulation;

import io.slipway.api.v1alpha1.CustomRuntime;
import io.slipway.api.v1alpha1.ModelDeploymentSpec;
import io.slipway.api.v1alpha1.ModelSource;
import io.slipway.api.v1alpha1.PodTemplate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a spec asks for.
 *
 * @param version 1 to 3 work, {@link #CUSTOM} is a team's own server, {@link #BROKEN} never becomes
 *     ready, {@link #HARMFUL} fails every second request
 * @param sizing whether it stays at so many replicas
 * @param manner how callers are moved to it
 */
record Wish(int version, int replicas, Sizing sizing, Manner manner) {

  static final int VERSIONS = 6;
  static final int CUSTOM = 4;
  static final int BROKEN = 5;
  static final int HARMFUL = 6;

  /** The label of pods that are odd, as {@link ToyPod} reads it. */
  static final String ODD = "odd";

  /** One of a fixed size. */
  Wish(int version, int replicas, Manner manner) {
    this(version, replicas, Sizing.FIXED, manner);
  }

  ModelDeploymentSpec spec() {
    @Nullable String digest =
        version % 2 == 0 ? "sha256:" + Integer.toString(version).repeat(64) : null;
    return new ModelDeploymentSpec(
        new ModelSource(null, "https://models/" + version, digest, null, null),
        replicas,
        null,
        null,
        version == CUSTOM ? new CustomRuntime("team/server:1", List.of()) : null,
        template(),
        manner.rollout(),
        sizing.autoscaling());
  }

  private @Nullable PodTemplate template() {
    return switch (version) {
      case BROKEN -> labelled("broken");
      case HARMFUL -> labelled("harmful");
      default -> null;
    };
  }

  private static PodTemplate labelled(String how) {
    return new PodTemplate(
        Map.of(ODD, how),
        Map.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null,
        Map.of(),
        List.of(),
        List.of(),
        null,
        List.of(),
        null);
  }

  Stream<Wish> simpler() {
    Stream.Builder<Wish> simpler = Stream.builder();
    if (version > 2) {
      simpler.add(new Wish(2, replicas, sizing, manner));
      simpler.add(new Wish(1, replicas, sizing, manner));
    }
    if (replicas > 1) {
      simpler.add(new Wish(version, 1, sizing, manner));
    }
    if (sizing != Sizing.FIXED) {
      simpler.add(new Wish(version, replicas, manner));
    }
    if (manner != Manner.AT_ONCE) {
      simpler.add(new Wish(version, replicas, sizing, Manner.AT_ONCE));
      if (manner != Manner.TIMED) {
        simpler.add(new Wish(version, replicas, sizing, Manner.TIMED));
      }
    }
    return simpler.build();
  }

  @Override
  public String toString() {
    String what =
        switch (version) {
          case CUSTOM -> " (a team's own server)";
          case BROKEN -> " (never ready)";
          case HARMFUL -> " (fails requests)";
          default -> version % 2 == 0 ? "" : " (to be resolved)";
        };
    String pods = replicas == 1 ? "1 replica" : replicas + " replicas";
    return "version %d%s, %s%s, %s".formatted(version, what, pods, sizing, manner);
  }
}
