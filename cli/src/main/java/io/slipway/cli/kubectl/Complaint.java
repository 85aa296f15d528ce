package io.slipway.cli.kubectl;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What kubectl prints on its error output, in parts: what is an error, and what only passes by. */
final class Complaint {

  /** How kubectl begins what it ends with. */
  private static final Pattern ERROR =
      Pattern.compile(
          "(?i)(error|unable to connect|the connection to the server|the .* is invalid).*");

  /** Its own log, which repeats as an error what it says in the end. */
  private static final Pattern LOG = Pattern.compile("[IWE][0-9]{4} [0-9:.]+ .*");

  /** Which kind of object is not there. */
  private static final Pattern MISSING = Pattern.compile("\\(NotFound\\): ([a-z]+)");

  private Complaint() {}

  /** Whether a person is to see the line at once: a warning, or how to log in. */
  static boolean isNotice(String line) {
    return !line.isBlank() && !ERROR.matcher(line).matches() && !LOG.matcher(line).matches();
  }

  /**
   * What went wrong, in a sentence, and what to do about it.
   *
   * @param doing what was asked for, like {@code read the ModelDeployment churn}
   * @param lines all that kubectl printed on its error output
   */
  static String explained(String doing, List<String> lines) {
    String said =
        lines.stream()
            .filter(line -> ERROR.matcher(line).matches())
            .reduce((first, second) -> first + " " + second)
            .orElseGet(() -> lines.isEmpty() ? "it gave no reason" : lines.getLast())
            .strip();
    String next = next(said);
    String words = "kubectl could not " + doing + ": " + said;
    return next.isEmpty() ? words : (words.endsWith(".") ? words : words + ".") + "\n" + next;
  }

  private static String next(String said) {
    if (said.contains("doesn't have a resource type")) {
      return "Slipway is not installed in this cluster, or the context is another's:"
          + " docs/install.md says how, kubectl config current-context names the context.";
    }
    if (said.contains("(NotFound)")) {
      Matcher resource = MISSING.matcher(said);
      return "Look for it with: kubectl get %s -A"
          .formatted(resource.find() ? resource.group(1) : "all");
    }
    if (said.contains("(Forbidden)")) {
      return "Ask whoever gives rights in that namespace; docs/cli.md lists the rights that each"
          + " command needs.";
    }
    if (said.contains("(Conflict)") || said.contains("the object has been modified")) {
      return "Somebody changed it at the same moment: look at it again, then repeat the command.";
    }
    if (said.contains("nauthorized") || said.contains("must be logged in")) {
      return "Log in to the cluster again; kubectl auth whoami says who you are to it.";
    }
    if (said.contains("onnect") || said.contains("no such host") || said.contains("timeout")) {
      return "Is it the right cluster, and can it be reached? kubectl cluster-info";
    }
    return "";
  }
}
