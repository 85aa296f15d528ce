package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How callers are moved to a new revision. The components' descriptions are the CRD's. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "has(self.shadow) || !has(self.checks)"
            + " || !self.checks.exists(c, c.type == 'Disagreement')",
    message =
        "add rollout.shadow, which may be {}, or remove the checks of type Disagreement: they"
            + " compare answers to the same request, which only shadowing gives")
public record Rollout(
    @Nullable
        @JsonPropertyDescription(
            "Before the first step the candidate scores copies of callers' requests. Default: it does not.")
        Shadow shadow,
    @Size(max = 20)
        @ValidationRule(
            value =
                "!self.all(s, s.weight.matches('"
                    + Weight.FORM_IN_CEL
                    + "')) || (self.map(s, double(s.weight.replace('%', ''))).isSorted()"
                    + " && self.all(s, self.exists_one(t,"
                    + " double(t.weight.replace('%', '')) == double(s.weight.replace('%', '')))))",
            message = "steps must rise: write each weight above the one before, like 5%, 25%, 50%")
        @JsonPropertyDescription(
            "The shares of callers that the candidate gets, one after the other. Default: none, all at once.")
        List<RolloutStep> steps,
    @Size(max = 20)
        @JsonPropertyDescription("What the candidate is judged by. Default: one check, Failures.")
        List<Check> checks,
    @Default("Pause")
        @JsonPropertyDescription(
            "What follows when there is too little evidence in time. Pause: a person decides. Abort: the candidate is rolled back. Promote: the rollout goes on without evidence, and the status says so.")
        InconclusivePolicy onInconclusive,
    @Default("SkipSteps")
        @JsonPropertyDescription(
            "While the stable revision has no ready pod. SkipSteps: the candidate serves as soon as it can. Wait: the steps are taken all the same.")
        UnavailableStablePolicy whenStableUnavailable,
    @Default("Wait")
        @JsonPropertyDescription(
            "Where no GPU is free for the candidate beside the stable revision. Wait: until one is. Replace: pods are replaced one for one; the stable revision is then not kept warm.")
        ScarcityPolicy whenScarce,
    @Default(Rollout.DEFAULT_PROGRESS_DEADLINE)
        @Size(max = 16)
        @ValidationRule(
            value = DurationText.RULE + " && duration(self) >= duration('10s')",
            message = "progressDeadline " + DurationText.SENTENCE + ", and at least 10s")
        @JsonPropertyDescription(
            "For how long the candidate may make no progress before it is rolled back. One more pod ready than ever before is progress.")
        String progressDeadline,
    @Nullable
        @JsonPropertyDescription(
            "After promotion the previous revision stays warm, and the new one is judged, for some time. Default: it does not.")
        Bake bake,
    @Nullable
        @JsonPropertyDescription("How requests are chosen for the candidate. Default: one by one.")
        Assignment assignment) {

  static final String DEFAULT_PROGRESS_DEADLINE = "10m";

  /** What holds for a spec without one: a single switch. */
  public static final Rollout NONE =
      new Rollout(
          null,
          List.of(),
          List.of(),
          InconclusivePolicy.PAUSE,
          UnavailableStablePolicy.SKIP_STEPS,
          ScarcityPolicy.WAIT,
          DEFAULT_PROGRESS_DEADLINE,
          null,
          null);

  /** Fills in the defaults that the CRD documents, for a document that never met an API server. */
  public Rollout {
    steps = Absent.list(steps);
    checks = Absent.list(checks);
    onInconclusive = onInconclusive == null ? InconclusivePolicy.PAUSE : onInconclusive;
    whenStableUnavailable =
        whenStableUnavailable == null ? UnavailableStablePolicy.SKIP_STEPS : whenStableUnavailable;
    whenScarce = whenScarce == null ? ScarcityPolicy.WAIT : whenScarce;
    progressDeadline = progressDeadline == null ? DEFAULT_PROGRESS_DEADLINE : progressDeadline;
  }
}
