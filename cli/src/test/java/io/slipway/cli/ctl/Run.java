package io.slipway.cli.ctl;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slipway.cli.command.Console;
import io.slipway.cli.view.Palette;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;

/** How the program ended, and what it printed. */
record Run(int exit, String out, String err) {

  static Run of(Map<String, String> variables, Console.Screen progress, String... words) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            Palette.NONE,
            Console.Screen.FILE);
    int exit =
        Slipwayctl.commandLine(new Shell(console, progress, variables, InstantSource.system()))
            .execute(words);
    return new Run(exit, out.toString(UTF_8), err.toString(UTF_8));
  }
}
