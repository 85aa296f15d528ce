package io.slipway.cli.command;

import io.slipway.cli.kubectl.Kubectl;
import io.slipway.cli.kubectl.KubectlException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What may follow on a command line of the plugin. kubectl runs the file {@code
 * kubectl_complete-slipway} with the words so far, the last of which is being typed and may be
 * empty, and reads a candidate a line and at the end what the shell is to do with them.
 */
public final class Completion {

  /** To the shell: offer these and no files. */
  private static final String NO_FILES = ":4";

  private final Environment environment;

  public Completion(Environment environment) {
    this.environment = environment;
  }

  /** Prints the candidates; the exit code. */
  public int print(List<String> words) {
    String typed = words.isEmpty() ? "" : words.getLast();
    List<String> before = words.isEmpty() ? words : words.subList(0, words.size() - 1);
    console()
        .print(
            Stream.concat(
                    candidates(before, typed).filter(word -> word.startsWith(typed)),
                    Stream.of(NO_FILES))
                .toList());
    return ExitCode.DONE;
  }

  private Stream<String> candidates(List<String> before, String typed) {
    CommandLine command = KubectlSlipway.commandLine(environment);
    List<String> words = before;
    while (!command.getSubcommands().isEmpty()) {
      if (words.isEmpty()) {
        return new TreeSet<>(command.getSubcommands().keySet()).stream();
      }
      command = command.getSubcommands().get(words.getFirst());
      if (command == null) {
        return Stream.empty();
      }
      words = words.subList(1, words.size());
    }
    CommandSpec spec = command.getCommandSpec();
    if (typed.startsWith("-")) {
      return spec.options().stream()
          .filter(option -> !option.hidden())
          .map(option -> option.longestName())
          .sorted();
    }
    return spec.userObject() instanceof ClusterCommand about && !about.named().isEmpty()
        ? names(about.named(), words)
        : Stream.empty();
  }

  /** The names of what is in the namespace that the words so far name, with their credentials. */
  private Stream<String> names(List<String> resources, List<String> words) {
    try {
      Kubectl kubectl =
          new Kubectl(
              environment.kubectl(),
              KubectlFlags.among(words),
              new PrintStream(OutputStream.nullOutputStream()));
      return kubectl
          .run(
              "list what there is",
              "get",
              String.join(",", resources),
              "-o",
              "name",
              "--request-timeout=5s")
          .lines()
          .map(line -> line.substring(line.lastIndexOf('/') + 1));
    } catch (KubectlException e) {
      // Whoever presses the tab key gets no candidates, and no error in the middle of a line.
      return Stream.empty();
    }
  }

  private Console console() {
    return environment.console();
  }
}
