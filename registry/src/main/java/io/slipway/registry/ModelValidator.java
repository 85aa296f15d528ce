package io.slipway.registry;

import io.slipway.registry.model.Digest;
import io.slipway.registry.model.Manifest;
import io.slipway.registry.model.Signature;
import io.slipway.registry.model.Signature.Interval.Closure;
import io.slipway.registry.rendition.Form;
import io.slipway.registry.rendition.Renditions;
import io.slipway.registry.service.Validator;
import io.slipway.registry.validation.Reason;
import io.slipway.registry.validation.VersionFile;
import io.slipway.scoring.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Lets in what an engine loads, if it is also what the manifest says of it. */
final class ModelValidator implements Validator {
  private final io.slipway.registry.validation.Validator validator;

  ModelValidator(io.slipway.registry.validation.Validator validator) {
    this.validator = validator;
  }

  @Override
  public Verdict validate(Manifest manifest, Function<Digest, Path> files)
      throws IOException, InterruptedException {
    List<VersionFile> laid =
        manifest.files().stream()
            .map(file -> new VersionFile(file.path().value(), files.apply(file.digest())))
            .toList();
    Path beside = laid.getFirst().bytes().resolveSibling("");
    Path derived = Files.createTempDirectory(beside, "derived");
    return switch (validator.validate(laid, manifest.model().value(), derived)) {
      case io.slipway.registry.validation.Verdict.Rejected(List<Reason> reasons) ->
          new Verdict.Rejected(reasons.stream().map(Reason::sentence).toList());
      case io.slipway.registry.validation.Verdict.Accepted accepted -> {
        Signature signature = signature(accepted.signature());
        List<String> wrong = contradictions(manifest, accepted.format().name(), signature);
        yield wrong.isEmpty()
            ? new Verdict.Accepted(
                accepted.format().name(), signature, derived(accepted.renditions()))
            : new Verdict.Rejected(wrong);
      }
    };
  }

  /** Who wrote the manifest took the model for another one: which of them is meant is a guess. */
  private static List<String> contradictions(
      Manifest manifest, String format, Signature signature) {
    List<String> wrong = new ArrayList<>();
    manifest
        .format()
        .filter(declared -> !declared.equalsIgnoreCase(format))
        .ifPresent(
            declared ->
                wrong.add(
                    "%s: it is %s, and the manifest says %s; correct the manifest, or leave format out"
                        .formatted(manifest.model(), format, declared)));
    manifest
        .signature()
        .ifPresent(
            declared -> {
              compare(manifest, "input", declared.inputs(), signature.inputs())
                  .ifPresent(wrong::add);
              compare(manifest, "output", declared.outputs(), signature.outputs())
                  .ifPresent(wrong::add);
            });
    return wrong;
  }

  private static Optional<String> compare(
      Manifest manifest,
      String kind,
      List<Signature.Field> declared,
      List<Signature.Field> actual) {
    List<String> said = declared.stream().map(ModelValidator::words).sorted().toList();
    List<String> found = actual.stream().map(ModelValidator::words).sorted().toList();
    return said.equals(found)
        ? Optional.empty()
        : Optional.of(
            "%s: its %ss are %s, and the manifest says %s; correct the manifest, or leave signature out"
                .formatted(
                    manifest.model(), kind, String.join(", ", found), String.join(", ", said)));
  }

  private static String words(Signature.Field field) {
    return field.name() + " " + field.type();
  }

  private static List<Derived> derived(Renditions renditions) {
    List<Derived> derived = new ArrayList<>();
    renditions.json().ifPresent(form -> derived.add(derived("pmml+json", form)));
    renditions.verification().ifPresent(form -> derived.add(derived("verification", form)));
    return derived;
  }

  private static Derived derived(String name, Form form) {
    return new Derived(name, form.mediaType(), form.file());
  }

  private static Signature signature(io.slipway.scoring.Signature signature) {
    return new Signature(
        signature.inputs().stream().map(ModelValidator::field).toList(),
        signature.outputs().stream().map(ModelValidator::field).toList());
  }

  private static Signature.Field field(Field field) {
    return new Signature.Field(
        field.name(),
        field.type().name(),
        Arrays.stream(field.shape().toArray()).boxed().toList(),
        switch (field.presence()) {
          case REQUIRED -> Signature.Presence.REQUIRED;
          case OPTIONAL -> Signature.Presence.OPTIONAL;
        },
        field.allowedValues(),
        field.intervals().stream().map(ModelValidator::interval).toList(),
        field.defaultValue());
  }

  private static Signature.Interval interval(Field.Interval interval) {
    return new Signature.Interval(
        closure(interval), margin(interval.lower()), margin(interval.upper()));
  }

  private static Closure closure(Field.Interval interval) {
    return switch (interval.lower().kind()) {
      case INCLUSIVE ->
          switch (interval.upper().kind()) {
            case INCLUSIVE -> Closure.CLOSED_CLOSED;
            case EXCLUSIVE -> Closure.CLOSED_OPEN;
          };
      case EXCLUSIVE ->
          switch (interval.upper().kind()) {
            case INCLUSIVE -> Closure.OPEN_CLOSED;
            case EXCLUSIVE -> Closure.OPEN_OPEN;
          };
    };
  }

  private static Optional<Double> margin(Field.Interval.Bound bound) {
    return Optional.of(bound.value()).filter(Double::isFinite);
  }
}
