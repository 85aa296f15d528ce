package io.slipway.registry.http;

import io.javalin.http.Context;
import io.slipway.registry.auth.Caller;
import io.slipway.registry.model.AliasName;
import io.slipway.registry.model.Digest;
import io.slipway.registry.model.Digests;
import io.slipway.registry.model.FilePath;
import io.slipway.registry.model.InvalidException;
import io.slipway.registry.model.JsonFields;
import io.slipway.registry.model.ModelName;
import io.slipway.registry.model.Quoted;
import io.slipway.registry.model.VersionRef;
import io.slipway.registry.service.Aliases.Expected;
import io.slipway.registry.service.Author;
import io.slipway.registry.service.Refusal;
import io.slipway.registry.service.Refusal.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request of somebody who may make it, and its parts with their types. */
final class Call {
  private static final int LARGEST_BODY = 1 << 20;
  private static final int MOST = 1000;
  private static final int USUAL = 100;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final Pattern SECONDS = Pattern.compile("([0-9]{1,4})s?");
  private static final Pattern TAG = Pattern.compile("\"(sha256:[0-9a-f]{64})\"");
  private static final Pattern KEY = Pattern.compile("[!-~]{1,200}");

  private final Context ctx;
  private final Caller caller;
  private Optional<byte[]> body = Optional.empty();

  Call(Context ctx, Caller caller) {
    this.ctx = ctx;
    this.caller = caller;
  }

  ModelName model() {
    return new ModelName(ctx.pathParam("model"));
  }

  VersionRef version() {
    return VersionRef.parse(ctx.pathParam("version"));
  }

  AliasName alias() {
    return new AliasName(ctx.pathParam("alias"));
  }

  FilePath path() {
    return new FilePath(ctx.pathParam("path"));
  }

  Digest digest() {
    return Digests.parse("the blob", ctx.pathParam("digest"));
  }

  String part(String name) {
    return ctx.pathParam(name);
  }

  Optional<String> query(String name) {
    return Optional.ofNullable(ctx.queryParam(name)).filter(text -> !text.isEmpty());
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(ctx.header(name)).map(String::strip).filter(t -> !t.isEmpty());
  }

  /** How many of a list are wanted. */
  int limit() {
    return query("limit")
        .map(
            text -> {
              if (!text.matches("[1-9][0-9]{0,3}") || Integer.parseInt(text) > MOST) {
                throw new InvalidException(
                    "limit %s: write a number from 1 to %d".formatted(Quoted.of(text), MOST));
              }
              return Integer.parseInt(text);
            })
        .orElse(USUAL);
  }

  Optional<Instant> time(String name) {
    return query(name).map(text -> time(name, text));
  }

  static Instant time(String name, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new InvalidException(
          "%s %s: write a time like 2026-11-03T12:00:00Z".formatted(name, Quoted.of(text)), e);
    }
  }

  /** For how long the answer may be kept back until something has happened. */
  Duration patience() {
    return query("wait")
        .map(
            text -> {
              Matcher seconds = SECONDS.matcher(text);
              if (!seconds.matches()) {
                throw new InvalidException(
                    "wait %s: write seconds like 30s".formatted(Quoted.of(text)));
              }
              Duration wanted = Duration.ofSeconds(Long.parseLong(seconds.group(1)));
              return wanted.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wanted;
            })
        .orElse(Duration.ZERO);
  }

  /** The whole body, which is a document. */
  byte[] body() throws Refusal, IOException {
    if (body.isEmpty()) {
      byte[] read = ctx.bodyInputStream().readNBytes(LARGEST_BODY + 1);
      if (read.length > LARGEST_BODY) {
        throw new Refusal(
            Reason.TOO_LARGE,
            "the body",
            "it is larger than %d bytes".formatted(LARGEST_BODY),
            "send the model's bytes with PUT /v1/blobs/{digest}, and here only what is said of them");
      }
      body = Optional.of(read);
    }
    return body.get();
  }

  /** The body as an object; an empty one where there is none. */
  JsonFields fields(String... known) throws Refusal, IOException {
    byte[] document = body();
    return JsonFields.parse(
        "the body",
        document.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : document,
        Set.of(known));
  }

  /** The body as bytes that may be many. */
  InputStream bytes() throws IOException {
    return ctx.req().getInputStream();
  }

  long contentLength() {
    return ctx.req().getContentLengthLong();
  }

  /** Who asks for a write that is the same however often it comes. */
  Author writer() {
    return new Author(caller.name());
  }

  /** Who asks for a write, and whether it may come again. */
  Author author() throws Refusal, IOException {
    Optional<String> key = header("Idempotency-Key");
    if (key.isEmpty()) {
      return new Author(caller.name());
    }
    if (!KEY.matcher(key.get()).matches()) {
      throw new InvalidException(
          "the Idempotency-Key: write at most 200 visible ASCII characters, such as a UUID");
    }
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    String line =
        String.join(
            "\n",
            ctx.req().getMethod(),
            ctx.req().getRequestURI(),
            header("If-Match").orElse(""),
            header("If-None-Match").orElse(""),
            "");
    request.writeBytes(line.getBytes(StandardCharsets.UTF_8));
    request.writeBytes(body());
    Digest digest = Digest.of(request.toByteArray());
    return new Author(caller.name(), Optional.of(new Author.Once(key.get(), digest)));
  }

  /** Where the caller believes an alias to point. Without a belief nothing is moved. */
  Expected expected(String object) throws Refusal {
    Optional<String> match = header("If-Match");
    if (match.isPresent()) {
      return new Expected.At(tag(match.get()));
    }
    if (header("If-None-Match").filter("*"::equals).isPresent()) {
      return new Expected.Nowhere();
    }
    throw new Refusal(
        Reason.PRECONDITION_MISSING,
        object,
        "the request does not say where the alias points now",
        "send If-Match: with the alias's ETag to move it, or If-None-Match: * to set a new one");
  }

  private static Digest tag(String text) {
    Matcher tag = TAG.matcher(text);
    if (!tag.matches()) {
      throw new InvalidException(
          "If-Match %s: write the alias's ETag, a digest in double quotes"
              .formatted(Quoted.of(text)));
    }
    return Digest.parse(tag.group(1));
  }
}
