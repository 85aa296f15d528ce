package io.slipway.registry.validation;

import io.slipway.registry.validation.Examined.Derived;
import io.slipway.registry.validation.Examined.Loaded;
import io.slipway.registry.validation.Examined.Refused;
import io.slipway.registry.validation.Reason.Kind;
import io.slipway.scoring.Engines;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelFormat;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.Renderer;
import io.slipway.scoring.Renderer.Rendering;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * Reads the files of a version: finds the one that is a model, loads it, and derives its other
 * form.
 *
 * @param files the folder with them
 * @param derived the folder for what is derived
 */
record Examination(Engines engines, List<Renderer> renderers, Path files, Path derived) {
  private static final String VERIFICATION_TYPE = "application/vnd.slipway.verification+json";

  /**
   * Examines one of the files, which may refer to others.
   *
   * @param path of it
   */
  Examined examine(String path) throws IOException {
    try {
      return load(path, engines.recognise(files.resolve(path)));
    } catch (ModelLoadException e) {
      return refused(path, Kind.FORMAT_UNKNOWN, words(e));
    }
  }

  private Examined load(String path, Engines.Match match) throws IOException {
    Path file = files.resolve(path);
    try (Model model = match.engine().load(file, LoadOptions.cpu())) {
      Optional<String> fault = Trial.fault(model);
      if (fault.isPresent()) {
        return refused(path, Kind.WARM_UP_FAILED, fault.get());
      }
      Rendering rendering = render(match.format(), file);
      return new Loaded(
          match.format(),
          mediaType(match.format(), file),
          model.signature(),
          model.engine(),
          gzippedSize(file),
          json(rendering),
          verification(rendering));
    } catch (ModelLoadException e) {
      return refused(path, Kind.parse(e.reason().conditionReason()), words(e));
    } catch (StackOverflowError e) {
      return refused(
          path,
          Kind.MODEL_TOO_LARGE,
          "the model is nested too deeply to be read, or refers to itself: export it flatter");
    } catch (RuntimeException e) {
      StackTraceElement[] trace = e.getStackTrace();
      return refused(
          path,
          Kind.ENGINE_CRASHED,
          "the engine %s fails to read it, which is a defect of ours to report: %s at %s"
              .formatted(
                  match.engine().name(), e, trace.length == 0 ? "an unknown place" : trace[0]));
    }
  }

  private Rendering render(ModelFormat format, Path file) throws IOException {
    for (Renderer renderer : renderers) {
      if (renderer.format() == format) {
        try {
          return renderer.render(file, derived);
        } catch (ModelLoadException e) {
          return new Rendering.Unrenderable(words(e));
        }
      }
    }
    return new Rendering.Unrenderable("there is no other form of " + format);
  }

  private static Optional<Derived> json(Rendering rendering) throws IOException {
    return rendering instanceof Rendering.Rendered rendered
        ? Optional.of(derived(rendered.model(), rendered.mediaType()))
        : Optional.empty();
  }

  private static Optional<Derived> verification(Rendering rendering) throws IOException {
    if (rendering instanceof Rendering.Rendered rendered && rendered.verification().isPresent()) {
      return Optional.of(derived(rendered.verification().get(), VERIFICATION_TYPE));
    }
    return Optional.empty();
  }

  private static Derived derived(Path file, String mediaType) throws IOException {
    return new Derived(String.valueOf(file.getFileName()), mediaType, gzippedSize(file));
  }

  private static String mediaType(ModelFormat format, Path file) throws IOException {
    return switch (format) {
      case ONNX -> "application/onnx";
      case PMML -> startsAsJson(file) ? "application/pmml+json" : "application/pmml+xml";
    };
  }

  /** After a byte order mark, white space, and the zero bytes of wider characters. */
  private static boolean startsAsJson(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      for (byte b : in.readNBytes(Engines.HEAD_BYTES)) {
        if (b > ' ') {
          return b == '{';
        }
      }
    }
    return false;
  }

  private static Refused refused(String path, Kind kind, String words) {
    return new Refused(List.of(Reason.about(path, kind, words)));
  }

  private static String words(Exception e) {
    return String.valueOf(e.getMessage());
  }

  private static long gzippedSize(Path file) throws IOException {
    Counting packed = new Counting();
    try (OutputStream out = new GZIPOutputStream(packed, 1 << 16)) {
      Files.copy(file, out);
    }
    return packed.count;
  }

  private static final class Counting extends FilterOutputStream {
    private long count;

    Counting() {
      super(OutputStream.nullOutputStream());
    }

    @Override
    public void write(int one) {
      count++;
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      count += length;
    }
  }
}
