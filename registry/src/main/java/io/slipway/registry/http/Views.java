package io.slipway.registry.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.registry.blob.Scrub.Finding;
import io.slipway.registry.model.Alias;
import io.slipway.registry.model.AliasEvent;
import io.slipway.registry.model.DeploymentEvent;
import io.slipway.registry.model.Findings;
import io.slipway.registry.model.Manifest;
import io.slipway.registry.model.ManifestFile;
import io.slipway.registry.model.Model;
import io.slipway.registry.model.Notes;
import io.slipway.registry.model.Remark;
import io.slipway.registry.model.Rendition;
import io.slipway.registry.model.Verdict;
import io.slipway.registry.model.Version;
import io.slipway.registry.service.Families.Family;
import io.slipway.registry.service.Overview;
import io.slipway.registry.service.Storage;
import io.slipway.registry.store.AuditLog;
import io.slipway.registry.store.BlobReferences.Usage;
import io.slipway.registry.store.Tokens;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/** Values as JSON. */
final class Views {
  private Views() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static <T> ArrayNode list(List<T> values, Function<T, ObjectNode> view) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    values.forEach(value -> list.add(view.apply(value)));
    return list;
  }

  static ObjectNode model(Model model) {
    ObjectNode json = object().put("name", model.name().value());
    addNotes(json, model.notes());
    model
        .retention()
        .ifPresent(
            retention ->
                json.putObject("retention")
                    .put("keepLast", retention.keepLast())
                    .put("keepUnusedDays", retention.keepUnused().toDays()));
    json.put("createdAt", model.created().at().toString());
    json.put("createdBy", model.created().by());
    return json;
  }

  static ObjectNode glance(Overview.Glance glance) {
    ObjectNode json = model(glance.model()).put("versions", glance.versions());
    glance.newest().ifPresent(version -> json.set("newest", relative(version)));
    json.set("aliases", list(glance.aliases(), Views::alias));
    json.set("serving", list(glance.serving(), Views::deployment));
    return json.put("changedAt", glance.changed().toString());
  }

  static ObjectNode family(Family family) {
    ObjectNode json =
        object()
            .put("model", family.version().model().value())
            .put("version", family.version().number().value())
            .put("digest", family.version().digest().toString());
    json.set("ancestors", list(family.ancestors(), Views::relative));
    json.put("complete", family.isComplete());
    json.set("children", list(family.children(), Views::relative));
    return json;
  }

  /** What one wants to know of a version beside another. */
  private static ObjectNode relative(Version version) {
    ObjectNode json =
        object()
            .put("version", version.number().value())
            .put("digest", version.digest().toString())
            .put("state", version.course().state().name())
            .put("size", version.manifest().size())
            .put("registeredAt", version.registered().at().toString())
            .put("registeredBy", version.registered().by());
    version.notes().description().ifPresent(text -> json.put("description", text));
    version.course().deprecated().ifPresent(remark -> json.set("deprecated", remark(remark)));
    version.course().deleted().ifPresent(remark -> json.set("deleted", remark(remark)));
    json.set("lineage", version.manifest().lineage().toJson());
    return json;
  }

  private static void addNotes(ObjectNode json, Notes notes) {
    notes.description().ifPresent(text -> json.put("description", text));
    ObjectNode labels = json.putObject("labels");
    new TreeMap<>(notes.labels()).forEach(labels::put);
  }

  static ObjectNode version(Version version) {
    Manifest manifest = version.manifest();
    ObjectNode json =
        object()
            .put("model", version.model().value())
            .put("version", version.number().value())
            .put("digest", version.digest().toString())
            .put("state", version.course().state().name());
    version.course().outcome().ifPresent(outcome -> addOutcome(json, version, outcome));
    json.set("modelFile", file(manifest.modelFile()));
    json.set("files", list(manifest.files(), Views::file));
    json.put("size", manifest.size());
    manifest.parent().ifPresent(parent -> json.put("parent", parent.toString()));
    addNotes(json, version.notes());
    json.put("registeredAt", version.registered().at().toString());
    json.put("registeredBy", version.registered().by());
    version.course().deprecated().ifPresent(remark -> json.set("deprecated", remark(remark)));
    return json;
  }

  private static void addOutcome(ObjectNode json, Version version, Version.Outcome outcome) {
    json.put("decidedAt", outcome.at().toString());
    switch (outcome.verdict()) {
      case Verdict.Rejected(List<String> reasons) -> {
        ArrayNode list = json.putArray("reasons");
        reasons.forEach(list::add);
      }
      case Verdict.Accepted(Findings findings) -> {
        json.put("format", findings.format());
        json.set("signature", findings.signature().toJson());
        json.set("renditions", list(findings.renditions(), Views::rendition));
        if (!findings.renditions().isEmpty()) {
          json.put("smallest", smallest(version.manifest().modelFile(), findings.renditions()));
        }
      }
    }
  }

  /** The digest of the form of the model that has the fewest bytes. */
  private static String smallest(ManifestFile original, List<Rendition> renditions) {
    long size = original.size();
    String digest = original.digest().toString();
    for (Rendition rendition : renditions) {
      if (rendition.size() < size) {
        size = rendition.size();
        digest = rendition.digest().toString();
      }
    }
    return digest;
  }

  private static ObjectNode file(ManifestFile file) {
    return object()
        .put("path", file.path().value())
        .put("digest", file.digest().toString())
        .put("size", file.size())
        .put("mediaType", file.mediaType());
  }

  private static ObjectNode rendition(Rendition rendition) {
    return object()
        .put("name", rendition.name())
        .put("digest", rendition.digest().toString())
        .put("size", rendition.size())
        .put("mediaType", rendition.mediaType());
  }

  private static ObjectNode remark(Remark remark) {
    ObjectNode json = object().put("at", remark.at().toString()).put("by", remark.by());
    remark.reason().ifPresent(reason -> json.put("reason", reason));
    return json;
  }

  static ObjectNode alias(Alias alias) {
    ObjectNode json =
        object()
            .put("alias", alias.name().value())
            .put("version", alias.version().value())
            .put("digest", alias.digest().toString());
    json.setAll(remark(alias.moved()));
    return json;
  }

  static ObjectNode aliasEvent(AliasEvent event) {
    ObjectNode json =
        object()
            .put("type", "alias")
            .put("alias", event.alias().value())
            .put("sequence", event.sequence());
    event.from().ifPresent(number -> json.put("from", number.value()));
    event.to().ifPresent(number -> json.put("to", number.value()));
    json.setAll(remark(event.moved()));
    return json;
  }

  static ObjectNode deployment(DeploymentEvent event) {
    ObjectNode json =
        object()
            .put("type", "deployment")
            .put("id", event.id())
            .put("version", event.version().value())
            .put("digest", event.digest().toString())
            .put("cluster", event.place().cluster())
            .put("namespace", event.place().namespace())
            .put("name", event.place().name())
            .put("uid", event.place().uid())
            .put("track", event.place().track().text())
            .put("phase", event.phase().text());
    json.setAll(remark(event.recorded()));
    json.put("at", event.at().toString());
    json.put("recordedAt", event.recorded().at().toString());
    return json;
  }

  static ObjectNode storage(Storage.Figures figures) {
    ObjectNode json =
        object()
            .put("versions", figures.needed().versions())
            .put("logicalBytes", figures.needed().logicalBytes())
            .put("neededBlobs", figures.needed().blobs())
            .put("neededBytes", figures.needed().bytes())
            .put("storedBlobs", figures.stored())
            .put("storedBytes", figures.storedBytes());
    json.set("models", list(figures.models(), Views::usage));
    return json;
  }

  private static ObjectNode usage(Usage usage) {
    return object()
        .put("model", usage.model().value())
        .put("versions", usage.versions())
        .put("bytes", usage.bytes());
  }

  static ObjectNode finding(Finding finding) {
    ObjectNode json = object().put("digest", finding.digest().toString());
    return switch (finding) {
      case Finding.Tampered tampered ->
          json.put("finding", "tampered").put("actual", tampered.actual().toString());
      case Finding.Missing missing -> json.put("finding", "missing");
      case Finding.Unreadable unreadable ->
          json.put("finding", "unreadable").put("cause", unreadable.cause());
    };
  }

  static ObjectNode token(Tokens.Entry token) {
    ObjectNode json =
        object()
            .put("name", token.name())
            .put("scopes", token.scopes())
            .put("createdAt", token.createdAt().toString())
            .put("createdBy", token.createdBy());
    token.expiresAt().ifPresent(at -> json.put("expiresAt", at.toString()));
    token.revokedAt().ifPresent(at -> json.put("revokedAt", at.toString()));
    return json;
  }

  static ObjectNode audit(AuditLog.Entry entry) {
    return object()
        .put("id", entry.id())
        .put("at", entry.at().toString())
        .put("actor", entry.actor())
        .put("action", entry.action())
        .put("object", entry.object())
        .put("detail", entry.detail());
  }
}
