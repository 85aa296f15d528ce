package io.slipway.cli.command;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the commands meet outside.
 *
 * @param kubectl how kubectl is called
 * @param clock for ages
 * @param nonces a new one for each action
 */
public record Environment(
    Console console, List<String> kubectl, InstantSource clock, Supplier<String> nonces) {}
