package io.slipway.operator.plan;

import io.slipway.api.v1alpha1.HandledAction;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.operator.desired.Labels;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a person asks for by the annotation {@code slipway.io/action}, once: its value is echoed in
 * the status when it was acted on, or ignored, and a value that was echoed is not looked at again.
 *
 * @param value of the annotation
 * @param verb what to do
 * @param revision about which revision
 * @param step and, for all but {@link Verb#ABORT}, at which step: a late click does no harm
 */
record Command(String value, Verb verb, String revision, String step) {

  /** What can be asked for. */
  enum Verb {
    /** Go straight to promoting. */
    PROMOTE,
    /** Give the candidate up; good at any step, since it is the safe one. */
    ABORT,
    /** Try the revision that was given up again. */
    RETRY,
    /** Stay where it is. */
    PAUSE,
    /** Pass this pause. */
    RESUME,
    /** Look a mutable source up again. */
    RESOLVE,
    /** Roll the current model out with today's runtime. */
    REFRESH,
    /** Nothing that this version knows. */
    UNKNOWN;

    private static Verb of(String word) {
      return Arrays.stream(values())
          .filter(verb -> verb.name().toLowerCase(Locale.ROOT).equals(word))
          .findFirst()
          .orElse(UNKNOWN);
    }
  }

  private static final int MOST_TEXT = 512;
  private static final Pattern FORM =
      Pattern.compile("([a-z]+)@([-a-z0-9]+)#([A-Za-z0-9]*);([^;]+)");

  /** What is asked for and has not been looked at. */
  static Optional<Command> pending(ModelDeployment resource) {
    return Labels.annotation(resource, Labels.ACTION)
        .filter(value -> !value.isEmpty() && value.length() <= MOST_TEXT)
        .filter(value -> !value.equals(handled(resource)))
        .map(Command::parse);
  }

  /** Whether it is about this revision at this step. */
  boolean isAbout(String otherRevision, String otherStep) {
    return revision.equals(otherRevision) && normal(step).equals(normal(otherStep));
  }

  private static String handled(ModelDeployment resource) {
    return Optional.ofNullable(resource.getStatus())
        .map(status -> status.lastHandledAction())
        .map(HandledAction::value)
        .orElse("");
  }

  private static Command parse(String value) {
    Matcher form = FORM.matcher(value);
    return form.matches()
        ? new Command(value, Verb.of(form.group(1)), form.group(2), form.group(3))
        : new Command(value, Verb.UNKNOWN, "", "");
  }

  private static String normal(String step) {
    return Objects.equals(step, "0") ? "" : step;
  }
}
