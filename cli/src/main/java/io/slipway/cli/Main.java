package io.slipway.cli;

import io.slipway.cli.command.Completion;
import io.slipway.cli.command.Console;
import io.slipway.cli.command.Environment;
import io.slipway.cli.command.KubectlSlipway;
import io.slipway.cli.ctl.Shell;
import io.slipway.cli.ctl.Slipwayctl;
import io.slipway.cli.view.Palette;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Runs the program that the name of the file asks for. The launcher tells two things that Java
 * cannot see: by which name it was called ({@code slipway.program}), and whether its output is a
 * terminal ({@code slipway.terminal}).
 */
public final class Main {

  private Main() {}

  /** Ends the process with the program's exit code. */
  public static void main(String[] args) {
    Program program = Program.called(System.getProperty("slipway.program", ""));
    Environment environment =
        new Environment(
            console(System.getenv()), List.of("kubectl"), InstantSource.system(), Main::nonce);
    int status =
        switch (program) {
          case PLUGIN -> KubectlSlipway.commandLine(environment).execute(args);
          case COMPLETION -> new Completion(environment).print(List.of(args));
          case CTL -> Slipwayctl.commandLine(shell(environment.console())).execute(args);
        };
    System.exit(status);
  }

  private static Shell shell(Console console) {
    return new Shell(
        console,
        Boolean.getBoolean("slipway.terminal.err") ? Console.Screen.TERMINAL : Console.Screen.FILE,
        System.getenv(),
        InstantSource.system());
  }

  private static Console console(Map<String, String> variables) {
    boolean terminal = Boolean.getBoolean("slipway.terminal");
    boolean plain =
        !terminal
            || !variables.getOrDefault("NO_COLOR", "").isEmpty()
            || variables.getOrDefault("TERM", "").equals("dumb");
    return new Console(
        utf8(FileDescriptor.out),
        utf8(FileDescriptor.err),
        plain ? Palette.NONE : Palette.TERMINAL,
        terminal ? Console.Screen.TERMINAL : Console.Screen.FILE);
  }

  /** What pods say is UTF-8, whatever the locale of who reads it. */
  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** Tells an action from the same one a moment later; nobody need be unable to guess it. */
  private static String nonce() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
  }
}
