package io.slipway.registry;

import io.slipway.registry.auth.Scope;
import io.slipway.registry.auth.TokenDesk;
import io.slipway.registry.auth.TokenDesk.Made;
import io.slipway.registry.model.InvalidException;
import io.slipway.registry.service.Author;
import io.slipway.registry.service.Refusal;
import io.slipway.registry.store.Database;
import io.slipway.registry.store.Tokens;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Commands beside the server, for whoever has its files: the first token comes from here. */
final class Console {
  static final String USAGE =
      """
      the arguments are to be none, to serve, or
        token make NAME SCOPES [DAYS]   scopes: read, push, promote, report, admin, with commas
        token list
        token revoke NAME
      """;

  private static final Author CONSOLE = new Author("console");

  private final Database database;
  private final Clock clock;
  private final PrintStream out;

  Console(Database database, Clock clock, PrintStream out) {
    this.database = database;
    this.clock = clock;
    this.out = out;
  }

  void run(List<String> arguments) throws Refusal {
    TokenDesk desk = new TokenDesk(database, clock);
    String command = String.join(" ", arguments.subList(0, Math.min(2, arguments.size())));
    switch (command) {
      case "token make" -> make(desk, arguments.subList(2, arguments.size()));
      case "token list" -> desk.list().forEach(entry -> out.println(line(entry)));
      case "token revoke" -> {
        if (arguments.size() != 3) {
          throw new InvalidException(USAGE);
        }
        desk.revoke(CONSOLE, arguments.get(2));
      }
      default -> throw new InvalidException(USAGE);
    }
  }

  private void make(TokenDesk desk, List<String> arguments) throws Refusal {
    if (arguments.size() < 2 || arguments.size() > 3) {
      throw new InvalidException(USAGE);
    }
    Optional<Instant> expires =
        arguments.size() == 3
            ? Optional.of(clock.instant().plus(days(arguments.get(2))))
            : Optional.empty();
    Made made = desk.make(CONSOLE, arguments.get(0), Scope.parse(arguments.get(1)), expires);
    out.println(made.token());
  }

  private static Duration days(String text) {
    if (!text.matches("[1-9][0-9]{0,4}")) {
      throw new InvalidException(USAGE);
    }
    return Duration.ofDays(Long.parseLong(text));
  }

  private static String line(Tokens.Entry entry) {
    String end =
        entry
            .revokedAt()
            .map(at -> "revoked " + at)
            .or(() -> entry.expiresAt().map(at -> "expires " + at))
            .orElse("");
    return "%-32s %-24s %s %s"
        .formatted(entry.name(), entry.scopes(), entry.createdAt(), end)
        .stripTrailing();
  }
}
