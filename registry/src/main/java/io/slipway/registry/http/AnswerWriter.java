package io.slipway.registry.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.Context;
import io.slipway.registry.auth.Gate.Anonymous;
import io.slipway.registry.blob.BlobStore;
import io.slipway.registry.http.Answer.Freshness;
import io.slipway.registry.model.Digest;
import io.slipway.registry.pages.PageFile;
import io.slipway.registry.pages.Pages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * Writes answers: entity tags and conditions, ranges, compression, and for how long caches may keep
 * what they get.
 */
final class AnswerWriter {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String JSON_TYPE = "application/json";
  private static final String GZIPPED = "-gzip";

  /** What is no page of ours is none in a browser either, whatever its media type says. */
  private static final String INERT = "default-src 'none'; frame-ancestors 'none'; sandbox";

  /** Less than this is not worth compressing. */
  private static final int SMALL = 1024;

  private final BlobStore blobs;
  private final Anonymous anonymous;

  AnswerWriter(BlobStore blobs, Anonymous anonymous) {
    this.blobs = blobs;
    this.anonymous = anonymous;
  }

  /** Returns how many bytes of content were written, before compression. */
  long write(Context ctx, Answer answer) throws IOException {
    ctx.header("X-Content-Type-Options", "nosniff");
    if (!(answer instanceof Answer.Page)) {
      ctx.header("Content-Security-Policy", INERT);
    }
    return switch (answer) {
      case Answer.Nothing(int status, Map<String, String> headers) -> {
        ctx.status(status);
        headers.forEach(ctx::header);
        yield 0L;
      }
      case Answer.Page(int status, PageFile file) -> page(ctx, status, file);
      case Answer.Document document -> document(ctx, document);
      case Answer.Exact exact -> exact(ctx, exact);
      case Answer.Content content -> content(ctx, content);
    };
  }

  private long document(Context ctx, Answer.Document document) throws IOException {
    byte[] body = json(document);
    ctx.status(document.status()).header("Cache-Control", "no-cache");
    document.headers().forEach(ctx::header);
    if (document.status() == 200 && isGet(ctx)) {
      String tag = document.headers().getOrDefault("ETag", '"' + Digest.of(body).toString() + '"');
      ctx.header("ETag", tag);
      if (isKnown(ctx, tag)) {
        return notModified(ctx);
      }
    }
    return body(ctx, JSON_TYPE, body);
  }

  private static long page(Context ctx, int status, PageFile file) throws IOException {
    byte[] content = file.content().getBytes(StandardCharsets.UTF_8);
    String tag = '"' + Digest.of(content).toString() + '"';
    ctx.status(status).header("Cache-Control", "no-cache").header("ETag", tag);
    Pages.HEADERS.forEach(ctx::header);
    return status == 200 && isKnown(ctx, tag)
        ? notModified(ctx)
        : body(ctx, file.mediaType(), content);
  }

  private static byte[] json(Answer.Document document) {
    try {
      return JSON.writeValueAsBytes(document.body());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }

  private long exact(Context ctx, Answer.Exact exact) throws IOException {
    String tag = '"' + exact.digest().toString() + '"';
    ctx.header("ETag", tag);
    ctx.header("Cache-Control", cacheControl(exact.freshness()));
    ctx.header("Slipway-Digest", exact.digest().toString());
    ctx.header("Repr-Digest", reprDigest(exact.digest()));
    return isKnown(ctx, tag)
        ? notModified(ctx)
        : body(ctx, JSON_TYPE, exact.body().getBytes(StandardCharsets.UTF_8));
  }

  private static long body(Context ctx, String mediaType, byte[] body) throws IOException {
    ctx.contentType(mediaType).header("Vary", "Accept-Encoding");
    byte[] sent = body;
    if (body.length >= SMALL && takesGzip(ctx)) {
      ByteArrayOutputStream zipped = new ByteArrayOutputStream();
      try (OutputStream out = new GZIPOutputStream(zipped)) {
        out.write(body);
      }
      sent = zipped.toByteArray();
      ctx.header("Content-Encoding", "gzip");
    }
    ctx.res().setContentLengthLong(sent.length);
    if (!isHead(ctx)) {
      ctx.outputStream().write(sent);
    }
    return body.length;
  }

  private long content(Context ctx, Answer.Content content) throws IOException {
    String tag = '"' + content.digest().toString() + '"';
    ctx.header("Cache-Control", cacheControl(content.freshness()));
    ctx.header("Slipway-Digest", content.digest().toString());
    ctx.header("Accept-Ranges", "bytes");
    // Opened in a browser, a file of somebody else's would be a page of the registry.
    ctx.header("Content-Disposition", "attachment");
    ctx.header("Vary", "Accept-Encoding");
    if (isKnown(ctx, tag)) {
      ctx.header("ETag", tag);
      return notModified(ctx);
    }
    ByteRange.Asked asked =
        ifRange(ctx, tag) ? ByteRange.read(header(ctx, "Range"), content.size()) : all();
    ctx.contentType(content.mediaType());
    return switch (asked) {
      case ByteRange.Asked.Outside() -> {
        ctx.status(416).header("Content-Range", "bytes */" + content.size());
        yield 0L;
      }
      case ByteRange.Asked.Part(ByteRange range) -> {
        ctx.header("ETag", tag);
        yield part(ctx, content, range);
      }
      case ByteRange.Asked.All() -> whole(ctx, content, tag);
    };
  }

  private long part(Context ctx, Answer.Content content, ByteRange range) throws IOException {
    ctx.status(206)
        .header(
            "Content-Range",
            "bytes %d-%d/%d".formatted(range.first(), range.last(), content.size()));
    ctx.res().setContentLengthLong(range.length());
    if (!isHead(ctx)) {
      try (InputStream in = blobs.read(content.digest(), range.first())) {
        copy(in, ctx.outputStream(), range.length());
      }
    }
    return range.length();
  }

  private long whole(Context ctx, Answer.Content content, String tag) throws IOException {
    if (isHead(ctx)) {
      ctx.header("ETag", tag).header("Repr-Digest", reprDigest(content.digest()));
      ctx.res().setContentLengthLong(content.size());
      return 0;
    }
    try (PushbackInputStream in = new PushbackInputStream(blobs.read(content.digest(), 0), SMALL)) {
      boolean zip = content.size() >= SMALL && takesGzip(ctx) && isText(in);
      if (zip) {
        ctx.header("ETag", tag.substring(0, tag.length() - 1) + GZIPPED + '"');
        ctx.header("Content-Encoding", "gzip");
        // Finished only after the last byte: bytes that are broken off must not look whole.
        GZIPOutputStream out = new GZIPOutputStream(ctx.outputStream(), 1 << 13);
        in.transferTo(out);
        out.finish();
      } else {
        ctx.header("ETag", tag).header("Repr-Digest", reprDigest(content.digest()));
        ctx.res().setContentLengthLong(content.size());
        in.transferTo(ctx.outputStream());
      }
    }
    return content.size();
  }

  /** XML and JSON hold no control characters; weights and trees in binary do. */
  private static boolean isText(PushbackInputStream in) throws IOException {
    byte[] beginning = in.readNBytes(SMALL);
    in.unread(beginning);
    for (byte b : beginning) {
      if (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  private static void copy(InputStream in, OutputStream out, long length) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long left = length;
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        throw new IOException("the blob is shorter than it was");
      }
      out.write(buffer, 0, read);
      left -= read;
    }
  }

  private static ByteRange.Asked all() {
    return new ByteRange.Asked.All();
  }

  private static boolean ifRange(Context ctx, String tag) {
    return header(ctx, "If-Range").map(tag::equals).orElse(true);
  }

  private static boolean isKnown(Context ctx, String tag) {
    Optional<String> known = header(ctx, "If-None-Match");
    if (known.isEmpty() || !isGet(ctx)) {
      return false;
    }
    String gzipped = tag.substring(0, tag.length() - 1) + GZIPPED + '"';
    return Arrays.stream(known.get().split(","))
        .map(part -> part.strip().replaceFirst("^W/", ""))
        .anyMatch(part -> part.equals(tag) || part.equals(gzipped) || part.equals("*"));
  }

  private static long notModified(Context ctx) {
    ctx.status(304);
    return 0;
  }

  private static boolean isGet(Context ctx) {
    return ctx.req().getMethod().equals("GET") || isHead(ctx);
  }

  private static boolean isHead(Context ctx) {
    return ctx.req().getMethod().equals("HEAD");
  }

  private static boolean takesGzip(Context ctx) {
    return header(ctx, "Accept-Encoding")
        .map(
            coding ->
                Arrays.stream(coding.split(","))
                    .map(String::strip)
                    .anyMatch(
                        part ->
                            part.startsWith("gzip") && !part.matches("gzip\\s*;\\s*q=0(\\.0*)?")))
        .orElse(false);
  }

  private static Optional<String> header(Context ctx, String name) {
    return Optional.ofNullable(ctx.header(name));
  }

  /** What needs a token is not for caches that others share. */
  private String cacheControl(Freshness freshness) {
    String who = anonymous == Anonymous.READ ? "public" : "private";
    return switch (freshness) {
      case FOR_EVER -> who + ", max-age=31536000, immutable";
      case ASK_AGAIN -> who + ", no-cache";
    };
  }

  private static String reprDigest(Digest digest) {
    byte[] hash = HexFormat.of().parseHex(digest.hex());
    return "sha-256=:" + Base64.getEncoder().encodeToString(hash) + ":";
  }
}
