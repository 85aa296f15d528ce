package io.slipway.registry.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.HandlerType;
import io.slipway.registry.auth.Scope;
import io.slipway.registry.blob.Blob;
import io.slipway.registry.http.Answer.Freshness;
import io.slipway.registry.http.Route.Shape;
import io.slipway.registry.model.Digest;
import io.slipway.registry.model.InvalidException;
import io.slipway.registry.model.ManifestFile;
import io.slipway.registry.service.Refusal;
import io.slipway.registry.service.Refusal.Reason;
import io.slipway.registry.service.Uploads.Part;
import io.slipway.registry.service.Uploads.Progress;
import io.slipway.registry.service.Uploads.Taken;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Bytes by their digests. */
final class BlobRoutes {
  private static final String BLOB = "/v1/blobs/{digest}";

  private final Api api;

  BlobRoutes(Api api) {
    this.api = api;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            HandlerType.GET,
            BLOB,
            Scope.READ,
            "Download bytes",
            Shape.answers("bytes").status(200, 206).with("Range", "If-Range", "If-None-Match"),
            this::get),
        new Route(
            HandlerType.HEAD,
            BLOB,
            Scope.READ,
            "See whether bytes are here",
            Shape.answers(""),
            this::get),
        new Route(
            HandlerType.PUT,
            BLOB,
            Scope.PUSH,
            "Upload bytes, or the next part of them",
            Shape.takes("bytes", "Upload").status(201, 200, 202).with("Content-Range"),
            this::put),
        new Route(
            HandlerType.GET,
            BLOB + "/upload",
            Scope.PUSH,
            "See how far an upload has come",
            Shape.answers("Upload"),
            this::progress));
  }

  private Answer get(Call call) throws Refusal, IOException {
    Digest digest = call.digest();
    Blob blob =
        api.blobs()
            .find(digest)
            .orElseThrow(
                () ->
                    new Refusal(
                        Reason.NOT_FOUND,
                        "blobs/" + digest,
                        "there are no such bytes",
                        "push the file that has this digest"));
    return new Answer.Content(digest, blob.size(), ManifestFile.BYTES, Freshness.FOR_EVER);
  }

  private Answer put(Call call) throws Refusal, IOException {
    Digest digest = call.digest();
    if (call.header("Content-Encoding").filter(coding -> !coding.equals("identity")).isPresent()) {
      throw new InvalidException(
          "the upload: its Content-Encoding is not identity; send the bytes as they are, for their digest is of those");
    }
    ContentRange range = ContentRange.read(call.header("Content-Range"), call.contentLength());
    Part part = new Part(digest, range.first(), range.total(), call.bytes());
    return switch (api.uploads().take(call.writer(), part)) {
      case Taken.Stored(Blob blob) -> answer(201, whole(blob));
      case Taken.Known(Blob blob) -> answer(200, whole(blob));
      case Taken.Partly(long received) -> answer(202, partly(digest, received));
    };
  }

  private Answer progress(Call call) throws IOException {
    return switch (api.uploads().progress(call.digest())) {
      case Progress.Whole(Blob blob) -> answer(200, whole(blob));
      case Progress.Part(long received) -> answer(200, partly(call.digest(), received));
    };
  }

  private static Answer answer(int status, ObjectNode body) {
    return new Answer.Document(status, body, Map.of("Cache-Control", "no-store"));
  }

  private static ObjectNode whole(Blob blob) {
    return Views.object()
        .put("digest", blob.digest().toString())
        .put("complete", true)
        .put("received", blob.size());
  }

  private static ObjectNode partly(Digest digest, long received) {
    return Views.object()
        .put("digest", digest.toString())
        .put("complete", false)
        .put("received", received);
  }
}
