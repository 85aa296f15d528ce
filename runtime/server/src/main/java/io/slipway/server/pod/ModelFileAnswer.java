package io.slipway.server.pod;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gives a model's bytes to a peer, from the beginning or from where its last attempt broke. */
final class ModelFileAnswer {
  private static final Pattern OPEN_RANGE = Pattern.compile("bytes=(\\d{1,18})-");

  private ModelFileAnswer() {}

  /**
   * @param tag the entity tag of the bytes, in quotes
   */
  static void send(Context ctx, Path file, String tag) throws IOException {
    long size = Files.size(file);
    long from = from(ctx, tag).filter(start -> start > 0 && start < size).orElse(0L);
    ctx.header("ETag", tag)
        .header("Accept-Ranges", "bytes")
        .contentType("application/octet-stream");
    if (from > 0) {
      ctx.status(206).header("Content-Range", "bytes %d-%d/%d".formatted(from, size - 1, size));
    }
    ctx.res().setContentLengthLong(size - from);
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(from);
      in.transferTo(ctx.outputStream());
    }
  }

  private static Optional<Long> from(Context ctx, String tag) {
    String condition = ctx.header("If-Range");
    if (condition != null && !condition.equals(tag)) {
      return Optional.empty();
    }
    String range = ctx.header("Range");
    Matcher open = OPEN_RANGE.matcher(range == null ? "" : range);
    return open.matches() ? Optional.of(Long.parseLong(open.group(1))) : Optional.empty();
  }
}
