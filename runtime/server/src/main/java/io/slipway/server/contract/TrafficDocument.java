package io.slipway.server.contract;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who answers callers: the payload of a traffic document.
 *
 * @param target the revision whose pods score everything; empty for none
 * @param weightBp how many of 10000 callers' requests every other pod sends to the target
 * @param shadowBp how many of 10000 requests that the others score they send there as copies
 * @param rollout the version change under way; empty for none
 */
public record TrafficDocument(
    DeploymentId deployment,
    Position position,
    Optional<String> target,
    int weightBp,
    int shadowBp,
    SplitBy assignment,
    String rollout) {
  /** All of them. */
  public static final int ALL = 10_000;

  private static final int LONGEST_ROLLOUT = 128;

  /** A target becomes part of a host's name, so it must be fit for one. */
  private static final Pattern LABEL = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");

  public static TrafficDocument parse(byte[] json) throws DocumentException {
    Fields fields = Fields.parse("the traffic document's payload", json);
    Optional<String> target = fields.optionalText("target");
    if (target.isPresent() && !LABEL.matcher(target.get()).matches()) {
      throw new DocumentException(
          "the traffic document's payload: target is not the name of a revision");
    }
    String rollout = fields.optionalText("rollout").orElse("");
    if (rollout.length() > LONGEST_ROLLOUT) {
      throw new DocumentException(
          "the traffic document's payload: rollout is longer than %d characters"
              .formatted(LONGEST_ROLLOUT));
    }
    return new TrafficDocument(
        DeploymentId.of(fields.object("deployment")),
        new Position(
            fields.number("epoch", 0, Long.MAX_VALUE),
            fields.number("sequence", 0, Long.MAX_VALUE)),
        target,
        (int) fields.number("weightBp", 0, ALL),
        fields.has("shadowBp") ? (int) fields.number("shadowBp", 0, ALL) : 0,
        fields.has("assignment") ? SplitBy.of(fields.object("assignment")) : SplitBy.REQUEST,
        rollout);
  }

  /** The target as another revision sees it: empty if there is none or it is {@code revision}. */
  public Optional<String> targetBeside(String revision) {
    return target.filter(name -> !name.equals(revision));
  }
}
