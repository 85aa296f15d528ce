package io.slipway.cli.view;

import io.slipway.cli.rollback.GitOwner;
import io.slipway.cli.rollback.Rollback;
import java.util.ArrayList;
import java.util.List;

/** What a rollback does, or why Git should do it. */
public record RollbackView(Rollback rollback) {

  /** What becomes of {@code spec.model}, and what stays as it is. */
  public List<String> lines(Palette palette) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "spec.model of %s goes back to revision %s:"
            .formatted(rollback.resource().fullName(), target()));
    lines.addAll(model(palette));
    rollback
        .instead()
        .ifPresent(
            command ->
                lines.add(
                    "The alias is not followed any more then. To go back and follow it: "
                        + OneLine.of(command)));
    if (rollback.kind() == Rollback.Kind.SAME_REVISION) {
      lines.add(
          "That is the same revision again, with the pods that it had where they are still there.");
      return lines;
    }
    lines.add("That makes a new revision of the same model.");
    if (!rollback.differences().isEmpty()) {
      lines.add("The rest of the spec stays as it is, where that revision was different:");
      rollback.differences().forEach(line -> lines.add("  " + OneLine.of(line)));
    }
    return lines;
  }

  /** Why it is refused where Git owns {@code spec.model}, and what to change there. */
  public List<String> refusal(GitOwner owner, Palette palette) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Not done: %s writes spec.model of %s, and would set it back."
            .formatted(OneLine.of(owner.name()), rollback.resource().fullName()));
    lines.add(
        "Change it in Git, in the ModelDeployment %s, back to revision %s:"
            .formatted(rollback.resource().name(), target()));
    lines.addAll(model(palette));
    lines.add("Then: " + OneLine.of(owner.sync()));
    lines.add(
        "Or write it to the cluster all the same with --force, after: "
            + OneLine.of(owner.suspend()));
    return lines;
  }

  private List<String> model(Palette palette) {
    List<String> lines = new ArrayList<>();
    lines.add("    spec:");
    lines.add("      model:");
    for (String line : rollback.lines()) {
      String safe = line.substring(0, 2) + OneLine.of(line.substring(2));
      lines.add(palette.paint(tone(line), "  " + safe.charAt(0) + "     " + safe.substring(2)));
    }
    return lines;
  }

  private static Tone tone(String line) {
    return switch (line.charAt(0)) {
      case '-' -> Tone.BAD;
      case '+' -> Tone.GOOD;
      default -> Tone.PLAIN;
    };
  }

  private String target() {
    String version = rollback.to().version();
    return rollback.to().number()
        + " ("
        + rollback.to().name()
        + (version.isEmpty() ? "" : ", version " + version)
        + ")";
  }
}
