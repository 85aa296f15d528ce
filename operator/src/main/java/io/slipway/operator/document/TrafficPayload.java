package io.slipway.operator.document;

import java.util.Optional;

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

  /** How requests are chosen: {@code Request}, one by one, or {@code Key}. */
  public record Assignment(String type) {
    public static final Assignment REQUEST = new Assignment("Request");
  }

  /** What a document asks for, whatever its number. */
  public record Split(String target, int weightBp) {}

  /** What it asks for. */
  public Split split() {
    return new Split(target, weightBp);
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
