package io.slipway.pmml;

import com.fasterxml.jackson.core.JsonFactory;
import io.slipway.scoring.ModelFormat;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.PmmlContent;
import io.slipway.scoring.Renderer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.dmg.pmml.InlineTable;
import org.dmg.pmml.Model;
import org.dmg.pmml.ModelVerification;
import org.dmg.pmml.PMML;
import org.dmg.pmml.VisitorAction;
import org.jpmml.model.PMMLException;
import org.jpmml.model.jackson.JacksonUtil;
import org.jpmml.model.visitors.AbstractVisitor;

/**
 * Writes PMML that comes as XML as JSON, in JPMML's mapping: it takes half the time to read, and
 * readers of it run where XML binding does not. Table rows do not survive the mapping: those that a
 * document verifies itself with go into a file of their own, and a document that scores with tables
 * has no JSON. What was written is read again, and shown to score its verification rows.
 */
public final class PmmlJsonRenderer implements Renderer {
  private static final String MEDIA_TYPE = "application/pmml+json";

  @Override
  public ModelFormat format() {
    return ModelFormat.PMML;
  }

  @Override
  public Rendering render(Path model, Path folder) throws ModelLoadException, IOException {
    try (InputStream in = Files.newInputStream(model)) {
      byte[] head = in.readNBytes(io.slipway.scoring.Engines.HEAD_BYTES);
      if (PmmlContent.of(head).filter(content -> content == PmmlContent.XML).isEmpty()) {
        return new Rendering.Unrenderable("the document is JSON already");
      }
    }
    try {
      return PmmlEngine.LOADING.call(() -> rendered(model, folder));
    } catch (ModelLoadException e) {
      if (e.getCause() instanceof UncheckedIOException) {
        throw ((UncheckedIOException) e.getCause()).getCause();
      }
      throw e;
    }
  }

  private static Rendering rendered(Path file, Path folder) throws ModelLoadException {
    Limits limits = Limits.ofThisProcess();
    try {
      PMML pmml = new XmlReader(limits).read(file).pmml();
      List<ModelVerification> verifications =
          pmml.getModels().stream()
              .flatMap(model -> Optional.ofNullable(model.getModelVerification()).stream())
              .toList();
      Optional<Path> rows =
          verifications.size() == 1
              ? Optional.of(folder.resolve("verification.json"))
              : Optional.empty();
      if (rows.isPresent()) {
        VerificationJson.write(pmml, verifications.get(0), rows.get());
      }
      new VerificationRemover().applyTo(pmml);
      Tables tables = new Tables();
      tables.applyTo(pmml);
      if (tables.hasRows) {
        return new Rendering.Unrenderable(
            "the document scores with tables, whose rows JPMML's JSON does not hold");
      }
      Path json = folder.resolve("model.pmml.json");
      JacksonUtil.createObjectMapper(new JsonFactory()).writeValue(json.toFile(), pmml);
      return proven(new JsonReader(limits).read(json), verifications)
          .orElseGet(() -> new Rendering.Rendered(json, MEDIA_TYPE, rows));
    } catch (PMMLException | IllegalStateException | IllegalArgumentException e) {
      throw LoadFailure.of(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Loads what was read back, with the rows that the XML form has; empty if all is well. */
  private static Optional<Rendering> proven(PMML read, List<ModelVerification> verifications) {
    try {
      if (verifications.size() == 1) {
        read.getModels().get(0).setModelVerification(verifications.get(0));
      }
      new PmmlLoader(Limits.ofThisProcess())
          .load(new ReadDocument(read, ReadDocument.Markup.UNCHECKED))
          .close();
      return Optional.empty();
    } catch (ModelLoadException e) {
      return Optional.of(
          new Rendering.Unrenderable("the document is another as JSON: " + e.getMessage()));
    }
  }

  /** Segments of an ensemble may have rows of their own too. */
  private static final class VerificationRemover extends AbstractVisitor {
    @Override
    public VisitorAction visit(Model model) {
      model.setModelVerification(null);
      return super.visit(model);
    }
  }

  private static final class Tables extends AbstractVisitor {
    private boolean hasRows;

    @Override
    public VisitorAction visit(InlineTable table) {
      hasRows |= table.hasRows();
      return super.visit(table);
    }
  }
}
