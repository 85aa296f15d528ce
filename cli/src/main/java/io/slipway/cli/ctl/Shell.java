package io.slipway.cli.ctl;

import io.slipway.cli.command.Console;
import java.time.InstantSource;
import java.util.Map;

/**
 * What the commands meet outside.
 *
 * @param progress what {@code console.err()} is, on which progress is shown
 * @param variables of the environment
 * @param clock for ages
 */
public record Shell(
    Console console, Console.Screen progress, Map<String, String> variables, InstantSource clock) {

  public Shell {
    variables = Map.copyOf(variables);
  }
}
