package io.slipway.cli.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** kubectl's flags for reaching a cluster, which are passed on as they are. */
final class KubectlFlags {

  private static final String SWITCH = "--insecure-skip-tls-verify";

  /** Those that people use every day. */
  private static final List<OptionSpec> SHOWN =
      List.of(
          flag("NAMESPACE", "The namespace. Default: the context's.", "-n", "--namespace"),
          flag("CONTEXT", "The context of the kubeconfig. Default: the current one.", "--context"),
          flag("FILE", "The kubeconfig. Default: kubectl's.", "--kubeconfig"));

  /** The others; docs/cli.md names them. */
  private static final List<String> HIDDEN =
      List.of(
          "--as",
          "--as-group",
          "--as-uid",
          "--cache-dir",
          "--certificate-authority",
          "--client-certificate",
          "--client-key",
          "--cluster",
          "--request-timeout",
          "--server",
          "--tls-server-name",
          "--token",
          "--user");

  private KubectlFlags() {}

  /** Adds them to a command. */
  static void addTo(CommandSpec command) {
    SHOWN.forEach(option -> command.addOption(OptionSpec.builder(option).build()));
    HIDDEN.forEach(
        name ->
            command.addOption(
                OptionSpec.builder(name)
                    .type(List.class)
                    .auxiliaryTypes(String.class)
                    .hidden(true)
                    .build()));
    command.addOption(
        OptionSpec.builder(SWITCH).type(boolean.class).arity("0").hidden(true).build());
  }

  /** Those that were given, as kubectl takes them. */
  static List<String> given(CommandSpec command) {
    List<String> given = new ArrayList<>();
    SHOWN.forEach(option -> add(given, command, option.longestName()));
    HIDDEN.forEach(name -> add(given, command, name));
    if (Boolean.TRUE.equals(command.findOption(SWITCH).getValue())) {
      given.add(SWITCH);
    }
    return given;
  }

  /** Whether it is the name of a flag of kubectl's that has a value. */
  static boolean isOne(String name) {
    return HIDDEN.contains(name)
        || SHOWN.stream().anyMatch(option -> List.of(option.names()).contains(name));
  }

  /** Those among words of a command line that may not be complete. */
  static List<String> among(List<String> words) {
    List<String> flags = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String name = words.get(i).replaceFirst("=.*", "");
      if (isOne(name) && words.get(i).contains("=")) {
        flags.add(words.get(i));
      } else if (isOne(name) && i + 1 < words.size()) {
        flags.add(name);
        flags.add(words.get(i + 1));
        i++;
      }
    }
    return flags;
  }

  private static void add(List<String> given, CommandSpec command, String name) {
    Object value = command.findOption(name).getValue();
    if (value instanceof List<?> values) {
      values.forEach(each -> given.add(name + "=" + each));
    } else if (value != null) {
      given.add(name + "=" + value);
    }
  }

  private static OptionSpec flag(String label, String description, String... names) {
    return OptionSpec.builder(names)
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }
}
