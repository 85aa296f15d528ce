package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A port of this machine behind which {@code kubectl port-forward} has a Service's. */
final class ForwardedPort implements AutoCloseable {
  private static final Pattern FORWARDED =
      Pattern.compile("Forwarding from 127\\.0\\.0\\.1:(\\d+) .*");

  private final Process forwarding;
  private final int number;

  private ForwardedPort(Process forwarding, int number) {
    this.forwarding = forwarding;
    this.number = number;
  }

  static ForwardedPort to(Kubectl kubectl, String service, int port) {
    Process forwarding = kubectl.start("port-forward", "service/" + service, ":" + port);
    try {
      BufferedReader lines = forwarding.inputReader(StandardCharsets.UTF_8);
      String first = String.valueOf(lines.readLine());
      Matcher line = FORWARDED.matcher(first);
      assertThat(line.matches()).as("a port is forwarded: %s", first).isTrue();
      // It prints a line for every connection, and stands still when nobody reads.
      Kubectl.reader(() -> lines.lines().forEach(more -> {}));
      return new ForwardedPort(forwarding, Integer.parseInt(line.group(1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int number() {
    return number;
  }

  String url() {
    return "http://127.0.0.1:" + number;
  }

  @Override
  public void close() {
    forwarding.destroy();
  }
}
