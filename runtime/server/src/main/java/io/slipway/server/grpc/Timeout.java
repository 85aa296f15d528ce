package io.slipway.server.grpc;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The header {@code grpc-timeout}. */
final class Timeout {
  static final String HEADER = "grpc-timeout";

  private static final Pattern FORM = Pattern.compile("(\\d{1,8})([HMSmun])");

  private Timeout() {}

  /** How long the caller waits. */
  static Duration parse(String header) throws CallException {
    Matcher timeout = FORM.matcher(header);
    if (!timeout.matches()) {
      throw CallException.invalid(
          HEADER + ": expected at most eight digits and one of H, M, S, m, u and n, found another");
    }
    ChronoUnit unit =
        switch (timeout.group(2)) {
          case "H" -> ChronoUnit.HOURS;
          case "M" -> ChronoUnit.MINUTES;
          case "S" -> ChronoUnit.SECONDS;
          case "m" -> ChronoUnit.MILLIS;
          case "u" -> ChronoUnit.MICROS;
          default -> ChronoUnit.NANOS;
        };
    return Duration.of(Long.parseLong(timeout.group(1)), unit);
  }
}
