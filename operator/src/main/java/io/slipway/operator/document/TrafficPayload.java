package io.slipway.operator.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a traffic document says, before it is signed.
 *
 * @param deployment whose pods it is for; a document of another deployment is refused by pods
 * @param epoch of the leader that wrote it
 * @param sequence within the epoch, from 1; the higher pair wins, epoch first
 * @param target the revision whose pods score everything, empty for none
 * @param weightBp the share of callers' requests that every other pod sends to the target, in
 *     hundredths of a per cent, 0 to 10000
 * @param shadowBp the share that is scored by both and answered by one, 0 to 10000
 * @param assignment how requests are chosen
 * @param rollout names the version change, so that choices by key differ between changes
 */
public record TrafficPayload(
    DeploymentId deployment,
    long epoch,
    long sequence,
    String target,
    int weightBp,
    int shadowBp,
    Assignment assignment,
    String rollout) {

  /** All of it, in hundredths of a per cent. */
  public static final int EVERYTHING = 10_000;

  public TrafficPayload {
    if (weightBp < 0 || weightBp > EVERYTHING || shadowBp < 0 || shadowBp > EVERYTHING) {
      throw new IllegalArgumentException(
          "weights are 0 to 10000, not " + weightBp + " and " + shadowBp);
    }
  }

  /** The resource that pods belong to. */
  public record DeploymentId(String namespace, String name, String uid) {}

  /**
   * How requests are chosen.
   *
   * @param type {@code Request}, one by one, or {@code Key}
   * @param header that holds the key
   * @param field of the input that holds the key
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Assignment(String type, @Nullable String header, @Nullable String field) {

    /** One by one. */
    public static final Assignment REQUEST = new Assignment("Request", null, null);

    /** By the value of a header. */
    public static Assignment byHeader(String header) {
      return new Assignment("Key", header, null);
    }

    /** By the value of an input field. */
    public static Assignment byField(String field) {
      return new Assignment("Key", null, field);
    }
  }

  /**
   * What a document asks for, whatever its number; the components are the payload's.
   *
   * @param rollout whose counters the pods keep; those of another are cleared
   */
  public record Split(
      String target, int weightBp, int shadowBp, Assignment assignment, String rollout) {

    /** The same with other weights. */
    public Split weighing(int newWeightBp, int newShadowBp) {
      return new Split(target, newWeightBp, newShadowBp, assignment, rollout);
    }
  }

  /** What it asks for. */
  public Split split() {
    return new Split(target, weightBp, shadowBp, assignment, rollout);
  }

  /** Whether it is older than the document of that number. */
  public boolean isOlderThan(long otherEpoch, long otherSequence) {
    return epoch < otherEpoch || (epoch == otherEpoch && sequence < otherSequence);
  }

  /** The payload inside a document, without a look at its signature; empty when there is none. */
  public static Optional<TrafficPayload> of(SignedDocument document) {
    return document.payloadText().flatMap(text -> Json.read(text, TrafficPayload.class));
  }
}
