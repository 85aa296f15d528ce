package io.slipway.pmml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.scoring.ModelLoadException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.dmg.pmml.PMML;
import org.jpmml.model.jackson.JacksonUtil;

/**
 * Reads PMML as JSON, in JPMML's mapping: first token by token, to see that it is JSON, of a known
 * version and within the limits, then as a document.
 */
final class JsonReader {
  /** What a token costs while it is read, on the scale of {@link StructureGuard}'s estimate. */
  static final long BYTES_PER_VALUE = 48;

  /** Longer than any number that a double tells apart from its neighbours. */
  private static final int NUMBER_LENGTH = 1000;

  private final Limits limits;

  JsonReader(Limits limits) {
    this.limits = limits;
  }

  PMML read(Path file) throws ModelLoadException, IOException {
    ObjectMapper mapper =
        JacksonUtil.createObjectMapper(factory())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    try {
      scan(mapper.getFactory(), file);
      PMML pmml = mapper.readerFor(PMML.class).readValue(file.toFile());
      RowCells.restore(pmml);
      return pmml;
    } catch (StreamConstraintsException e) {
      throw LoadFailure.tooLarge(at(e) + e.getOriginalMessage());
    } catch (JsonMappingException e) {
      throw LoadFailure.invalid(at(e) + "the JSON is not PMML: " + path(e) + cause(e));
    } catch (JsonProcessingException e) {
      throw LoadFailure.invalid(at(e) + "the file is not JSON: " + withoutAdvice(e));
    }
  }

  private JsonFactory factory() {
    return JsonFactory.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(limits.depth())
                .maxNumberLength(NUMBER_LENGTH)
                .maxStringLength(Integer.MAX_VALUE)
                .build())
        .build();
  }

  private void scan(JsonFactory factory, Path file) throws IOException, ModelLoadException {
    long heapBytes = 0;
    Optional<String> version = Optional.empty();
    try (JsonParser parser = factory.createParser(file.toFile())) {
      int depth = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        heapBytes +=
            BYTES_PER_VALUE + (token == JsonToken.VALUE_STRING ? parser.getTextLength() : 0);
        if (heapBytes > limits.heapBytes()) {
          throw LoadFailure.tooLarge(
              "line %d: loaded, the document would take more than %d MiB, half of the heap: raise resources.limits.memory"
                  .formatted(parser.currentLocation().getLineNr(), limits.heapBytes() >> 20));
        }
        if (depth == 2
            && token == JsonToken.VALUE_STRING
            && "version".equals(parser.currentName())) {
          version = Optional.of(parser.getText());
        }
        if (Thread.currentThread().isInterrupted()) {
          throw new CancellationException();
        }
      }
    }
    Optional<ModelLoadException> refusal = PmmlVersion.refusal(version);
    if (refusal.isPresent()) {
      throw refusal.get();
    }
  }

  /** Jackson's advice is for programmers: to enable one of its features. */
  private static String withoutAdvice(JsonProcessingException failure) {
    return failure.getOriginalMessage().replaceFirst(": enable .*", "");
  }

  private static String at(JsonProcessingException failure) {
    JsonLocation location = failure.getLocation();
    return location == null || location.getLineNr() < 1
        ? ""
        : "line %d, column %d: ".formatted(location.getLineNr(), location.getColumnNr());
  }

  /**
   * The keys that lead to what is wrong, for example {@code PMML.DataDictionary.DataField[2]: }.
   */
  private static String path(JsonMappingException failure) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : failure.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.isEmpty() ? "" : path + ": ";
  }

  /** Jackson's sentence without the Java types it names. */
  private static String cause(JsonMappingException failure) {
    String message = failure.getOriginalMessage();
    if (failure instanceof com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException e) {
      return "no attribute or element of PMML is called " + e.getPropertyName();
    }
    if (failure instanceof com.fasterxml.jackson.databind.exc.InvalidTypeIdException e) {
      return "no element of PMML that may stand here is called " + e.getTypeId();
    }
    if (failure instanceof com.fasterxml.jackson.databind.exc.InvalidFormatException e) {
      return "\"" + e.getValue() + "\" is no value for it";
    }
    if (failure instanceof com.fasterxml.jackson.databind.exc.MismatchedInputException) {
      return "an object, an array or a value stands where another of them belongs";
    }
    return message;
  }
}
