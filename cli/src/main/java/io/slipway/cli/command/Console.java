package io.slipway.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slipway.cli.view.Palette;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/**
 * What a person, or a program, reads.
 *
 * @param out for what was asked for
 * @param err for what went wrong, and for notes by the way
 * @param screen what {@code out} is
 */
public record Console(PrintStream out, PrintStream err, Palette palette, Screen screen) {

  /** What output goes to. */
  public enum Screen {
    /** One that can be drawn on again. */
    TERMINAL,
    /** A file or a pipe, to which lines are only added. */
    FILE
  }

  private static final String HOME = "\u001b[H";
  private static final String CLEAR_TO_END_OF_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  /** Has a program's help, versions and mistakes of usage be read here. */
  public void readsOf(CommandLine program, String name) {
    program.getCommandSpec().version(name + " " + version());
    program.setColorScheme(
        Help.defaultColorScheme(palette == Palette.TERMINAL ? Help.Ansi.ON : Help.Ansi.OFF));
    program.setOut(new PrintWriter(out, true, UTF_8));
    program.setErr(new PrintWriter(err, true, UTF_8));
  }

  private static String version() {
    String version = Console.class.getPackage().getImplementationVersion();
    return version == null ? "(built from source)" : version;
  }

  /** Prints lines one after the other. */
  public void print(List<String> lines) {
    lines.forEach(out::println);
    out.flush();
  }

  /** Clears the terminal, before the first picture. */
  void clear() {
    out.print(HOME + CLEAR_BELOW);
  }

  /** Draws lines over what the terminal shows, without a moment in which it is empty. */
  void redraw(List<String> lines) {
    var page = new StringBuilder(HOME);
    lines.forEach(line -> page.append(line).append(CLEAR_TO_END_OF_LINE).append('\n'));
    out.print(page.append(CLEAR_BELOW));
    out.flush();
  }
}
