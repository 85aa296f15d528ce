package io.slipway.registry.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.HandlerType;
import io.slipway.registry.auth.Scope;
import io.slipway.registry.http.Answer.Freshness;
import io.slipway.registry.http.Route.Shape;
import io.slipway.registry.model.FilePath;
import io.slipway.registry.model.Manifest;
import io.slipway.registry.model.ManifestFile;
import io.slipway.registry.model.Notes;
import io.slipway.registry.model.Version;
import io.slipway.registry.model.VersionNumber;
import io.slipway.registry.model.VersionRef;
import io.slipway.registry.model.VersionState;
import io.slipway.registry.service.Families.Family;
import io.slipway.registry.service.Publishing.News;
import io.slipway.registry.service.Publishing.Registration;
import io.slipway.registry.service.Refusal;
import io.slipway.registry.service.Refusal.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Versions, from their registration to their end. */
final class VersionRoutes {
  private static final String VERSIONS = "/v1/models/{model}/versions";
  private static final String VERSION = VERSIONS + "/{version}";

  /** How often it is looked whether a validation has ended for which somebody waits. */
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Api api;

  VersionRoutes(Api api) {
    this.api = api;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            HandlerType.GET,
            VERSIONS,
            Scope.READ,
            "List a model's versions, newest first",
            Shape.answers("Versions", "state", "before", "limit"),
            this::list),
        new Route(
            HandlerType.POST,
            VERSIONS,
            Scope.PUSH,
            "Register a version: what it is, before or after its bytes are sent",
            Shape.takes("Manifest", "Registration").status(201, 200).with("Idempotency-Key"),
            this::register),
        new Route(
            HandlerType.GET,
            VERSION,
            Scope.READ,
            "Look a version up by its number, @alias or the digest of its manifest",
            Shape.answers("Version"),
            call -> version(200, api.catalog().version(call.model(), call.version()))),
        new Route(
            HandlerType.PUT,
            VERSION,
            Scope.PUSH,
            "Describe a version anew",
            Shape.takes("Notes", "Version"),
            this::describe),
        new Route(
            HandlerType.DELETE,
            VERSION,
            Scope.ADMIN,
            "Delete a version, unless something refers to it",
            Shape.answers("", "reason").status(204),
            this::delete),
        new Route(
            HandlerType.POST,
            VERSION + ":finalize",
            Scope.PUSH,
            "Have a version validated, now that all its bytes are here",
            Shape.answers("Version", "wait").status(200, 202),
            this::finish),
        new Route(
            HandlerType.POST,
            VERSION + ":deprecate",
            Scope.PROMOTE,
            "Advise against a version",
            Shape.takes("Reason", "Version"),
            call ->
                version(
                    200,
                    api.withdrawal()
                        .deprecate(
                            call.author(),
                            call.model(),
                            call.version(),
                            call.fields("reason").text("reason")))),
        new Route(
            HandlerType.POST,
            VERSION + ":undeprecate",
            Scope.PROMOTE,
            "Take the advice back",
            Shape.answers("Version"),
            call ->
                version(
                    200,
                    api.withdrawal().undeprecate(call.author(), call.model(), call.version()))),
        new Route(
            HandlerType.GET,
            VERSION + "/manifest",
            Scope.READ,
            "Get a version's manifest, the bytes that its digest is of",
            Shape.answers("Manifest"),
            this::manifest),
        new Route(
            HandlerType.GET,
            VERSION + "/lineage",
            Scope.READ,
            "See from which versions a version was learnt, and which were learnt from it",
            Shape.answers("Family", "before", "limit"),
            this::lineage),
        new Route(
            HandlerType.GET,
            VERSION + "/files/<path>",
            Scope.READ,
            "Download a file of a version",
            Shape.answers("bytes").status(200, 206).with("Range", "If-Range", "If-None-Match"),
            this::file),
        new Route(
            HandlerType.HEAD,
            VERSION + "/files/<path>",
            Scope.READ,
            "See what a file of a version is",
            Shape.answers(""),
            this::file));
  }

  private Answer list(Call call) throws Refusal {
    int limit = call.limit();
    List<Version> versions =
        api.catalog()
            .versions(
                call.model(),
                call.query("state").map(VersionState::parse),
                call.query("before").map(VersionNumber::parse),
                limit);
    ObjectNode json = Views.object();
    json.set("versions", Views.list(versions, Views::version));
    if (!versions.isEmpty()) {
      Api.next(json, "before=" + versions.getLast().number(), versions.size(), limit);
    }
    return Answer.ok(json);
  }

  private Answer register(Call call) throws Refusal, IOException {
    Registration registration =
        api.publishing().register(call.author(), call.model(), Manifest.Draft.parse(call.body()));
    Version version = registration.version();
    ObjectNode json = Views.version(version);
    json.set(
        "missing",
        Views.list(
            registration.missing(),
            file ->
                Views.object()
                    .put("path", file.path().value())
                    .put("digest", file.digest().toString())
                    .put("size", file.size())));
    return new Answer.Document(
        registration.news() == News.NEW ? 201 : 200,
        json,
        Map.of("Location", "/v1/" + version.path()));
  }

  private Answer finish(Call call) throws Refusal, IOException, InterruptedException {
    long end = System.nanoTime() + call.patience().toNanos();
    Version version = api.publishing().finish(call.author(), call.model(), call.version());
    VersionRef number = new VersionRef.ByNumber(version.number());
    while (version.course().outcome().isEmpty() && System.nanoTime() < end) {
      Thread.sleep(LOOK);
      version = api.catalog().version(call.model(), number);
    }
    return version(version.course().outcome().isPresent() ? 200 : 202, version);
  }

  private Answer describe(Call call) throws Refusal, IOException {
    Notes notes = Notes.read(call.fields("description", "labels"));
    return version(200, api.catalog().describe(call.author(), call.model(), call.version(), notes));
  }

  private Answer delete(Call call) throws Refusal, IOException {
    api.withdrawal().delete(call.author(), call.model(), call.version(), call.query("reason"));
    return new Answer.Nothing(204, Map.of());
  }

  private Answer manifest(Call call) throws Refusal {
    Version version = api.catalog().version(call.model(), call.version());
    return new Answer.Exact(
        new String(version.manifest().canonical(), StandardCharsets.UTF_8),
        version.digest(),
        freshness(call.version()));
  }

  private Answer lineage(Call call) throws Refusal {
    int limit = call.limit();
    Family family =
        api.families()
            .of(
                call.model(),
                call.version(),
                call.query("before").map(VersionNumber::parse),
                limit);
    ObjectNode json = Views.family(family);
    if (!family.children().isEmpty()) {
      Api.next(
          json, "before=" + family.children().getLast().number(), family.children().size(), limit);
    }
    return Answer.ok(json);
  }

  private Answer file(Call call) throws Refusal, IOException {
    Version version = ready(api.catalog().version(call.model(), call.version()));
    FilePath path = call.path();
    ManifestFile file =
        version.manifest().files().stream()
            .filter(some -> some.path().equals(path))
            .findFirst()
            .orElseThrow(
                () ->
                    new Refusal(
                        Reason.NOT_FOUND,
                        version.path() + "/files/" + path,
                        "the version has no such file",
                        "see the version's files"));
    return new Answer.Content(
        file.digest(), file.size(), file.mediaType(), freshness(call.version()));
  }

  /** Bytes of which it is not known whether they are a model are given to nobody as one. */
  private static Version ready(Version version) throws Refusal {
    if (!version.isReady()) {
      throw new Refusal(
          Reason.CONFLICT,
          version.path(),
          "it is %s, and files are given out of versions that are ready"
              .formatted(version.course().state().name().toLowerCase(Locale.ROOT)),
          "finalize it and wait until it is ready");
    }
    return version;
  }

  private static Freshness freshness(VersionRef ref) {
    return ref instanceof VersionRef.ByDigest ? Freshness.FOR_EVER : Freshness.ASK_AGAIN;
  }

  private static Answer version(int status, Version version) {
    return new Answer.Document(
        status, Views.version(version), Map.of("Slipway-Digest", version.digest().toString()));
  }
}
