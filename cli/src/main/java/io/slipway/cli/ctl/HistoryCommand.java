package io.slipway.cli.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.cli.view.RegistryHistoryView;
import io.slipway.client.RegistryClient;
import io.slipway.client.RegistryException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Prints what happened. */
@Command(
    name = "history",
    description =
        "See what happened to a model's aliases and where it was deployed, the latest first; with"
            + " --at, where aliases pointed and what served at that time.")
final class HistoryCommand extends ModelCommand {

  @Option(
      names = "--at",
      paramLabel = "TIME",
      converter = Time.class,
      description = "Such as 2026-11-03T12:00:00Z.")
  private @Nullable Instant at;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = Time.class,
      description = "What happened since.")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = Time.class,
      description = "What happened until then.")
  private @Nullable Instant to;

  @Option(names = "--limit", paramLabel = "N", description = "How much at most. Default: 50.")
  private int limit = 50;

  HistoryCommand(Shell shell) {
    super(shell);
  }

  @Override
  public Integer call() throws RegistryException, InterruptedException {
    if (at != null && (from != null || to != null)) {
      throw new IllegalArgumentException(
          "--at is given with --from or --to: --at is for one time, the others for what happened"
              + " between two");
    }
    RegistryClient client = client();
    JsonNode history =
        at != null
            ? client.historyAt(model(), at)
            : client.history(model(), Optional.ofNullable(from), Optional.ofNullable(to), limit);
    print(history, new RegistryHistoryView(history)::lines);
    return Exit.DONE;
  }

  /** Times with an offset. */
  static final class Time implements ITypeConverter<Instant> {

    @Override
    public Instant convert(String text) {
      try {
        return OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeParseException e) {
        throw new TypeConversionException(
            "'" + text + "' is no time with an offset: write one like 2026-11-03T12:00:00Z");
      }
    }
  }
}
